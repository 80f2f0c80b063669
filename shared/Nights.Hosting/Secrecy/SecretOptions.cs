using Microsoft.Extensions.Options;

namespace Nights.Hosting.Secrecy;

/// <summary>Section "Secrets". Exactly one of the two is set.</summary>
internal sealed class SecretOptions
{
    public const string Section = "Secrets";

    /// <summary>32 random bytes in base64, from the environment: NIGHTS__Secrets__Key.</summary>
    public string? Key { get; init; }

    /// <summary>A file that holds the same.</summary>
    public string? KeyFile { get; init; }

    /// <exception cref="FormatException">Neither setting holds 32 bytes; the message says how to make them.</exception>
    public Secrets Read()
    {
        var (text, place) = (Key, KeyFile) switch
        {
            ({ Length: > 0 } key, _) => (key, "Secrets:Key"),
            (_, { Length: > 0 } file) when File.Exists(file) => (File.ReadAllText(file), $"the file '{file}' (Secrets:KeyFile)"),
            (_, { Length: > 0 } file) => throw new FormatException($"Secrets:KeyFile names '{file}', which is not there. {HowToMake}"),
            _ => throw new FormatException($"No secret is set. {HowToMake}"),
        };
        var bytes = new byte[Secrets.Length + 1];
        if (!Convert.TryFromBase64String(text.Trim(), bytes, out var length) || length is not Secrets.Length)
            throw new FormatException($"The secret in {place} is not {Secrets.Length} bytes in base64. {HowToMake}");
        return new Secrets(bytes[..length]);
    }

    private const string HowToMake =
        "Make one with 'openssl rand -base64 32' and give it as the environment variable NIGHTS__Secrets__Key, or write it to a file and name that in NIGHTS__Secrets__KeyFile.";
}

internal sealed class ValidateSecretOptions : IValidateOptions<SecretOptions>
{
    public ValidateOptionsResult Validate(string? name, SecretOptions options)
    {
        try
        {
            options.Read();
            return ValidateOptionsResult.Success;
        }
        catch (Exception fault) when (fault is FormatException or IOException or UnauthorizedAccessException)
        {
            return ValidateOptionsResult.Fail(fault.Message);
        }
    }
}
