using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Nights.Local;

/// <summary>
/// The secrets of a local host, drawn at its first start and readable by its user alone: the installation's key, the database's
/// password, and the key that lets this user's commands in without a log-in.
/// </summary>
internal sealed class SecretFiles
{
    private const int Bytes = 32;
    private const string CliKey = "cli-key";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string dataFolder, folder;

    /// <param name="dataFolder">The data folder.</param>
    public SecretFiles(string dataFolder)
    {
        this.dataFolder = dataFolder;
        folder = Path.Combine(dataFolder, "secrets");
        Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <summary>32 random bytes in base64: the secret of section "Secrets".</summary>
    public string Key => ReadOrDraw("key", Convert.ToBase64String);

    public string DatabasePassword => ReadOrDraw("postgres", raw => Base64Url.EncodeToString(raw));

    /// <summary>The operator key of this user's own commands; null until the database has given one.</summary>
    public string? OperatorKey
    {
        get => FindOperatorKey(dataFolder);
        set => DataFolder.WriteWhole(Path.Combine(folder, CliKey), Encoding.ASCII.GetBytes(value + "\n"), OwnerOnly);
    }

    /// <summary>The operator key of a data folder, or null when its host has never run or this user may not read it.</summary>
    public static string? FindOperatorKey(string dataFolder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(dataFolder, "secrets", CliKey)).Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string ReadOrDraw(string name, Func<byte[], string> write)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path)) DataFolder.WriteWhole(path, Encoding.ASCII.GetBytes(write(RandomNumberGenerator.GetBytes(Bytes)) + "\n"), OwnerOnly);
        return File.ReadAllText(path).Trim();
    }
}
