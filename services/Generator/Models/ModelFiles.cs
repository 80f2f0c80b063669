using System.Text.Json;
using System.Text.RegularExpressions;
using Nights.Diffusion.Models;

namespace Nights.Generator.Models;

/// <summary>The list that stands beside a model's files in the object store, written last: what belongs to the model, and what each file must be.</summary>
public sealed partial record ModelFiles(IReadOnlyList<ModelFileEntry> Files)
{
    /// <summary>Name of the list below the model's prefix.</summary>
    public const string Name = "files.json";

    /// <summary>The list's bytes: the same files give the same bytes, and so the same place in a cache.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(
        this with { Files = [.. Files.OrderBy(file => file.Path, StringComparer.Ordinal)] }, JsonSerializerOptions.Web);

    /// <summary>Whether a name can be a model's in the store: letters, digits, dots, hyphens and underscores, 100 at most.</summary>
    public static bool IsName(string name) => ModelName().IsMatch(name);

    /// <exception cref="ModelFolderException">It is no such list, or names a file outside the model, or one twice.</exception>
    internal static ModelFiles Parse(ReadOnlySpan<byte> json, string model)
    {
        ModelFiles? files = null;
        try
        {
            files = JsonSerializer.Deserialize<ModelFiles>(json, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            // told below
        }
        if (files?.Files is not { Count: > 0 } || files.Files.Any(file => file is not { Bytes: >= 0, Sha256.Length: 64 } || !IsInside(file.Path))
            || files.Files.DistinctBy(file => file.Path).Count() < files.Files.Count)
            throw new ModelFolderException($"The list of files of model '{model}' in the object store is broken; remove it and push the model again.");
        return files;
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
    private static partial Regex ModelName();

    private static bool IsInside(string? path) =>
        !string.IsNullOrEmpty(path) && !Path.IsPathRooted(path) && !path.Any(char.IsControl) && path.Split('/').All(part => part.Length > 0 && part is not ("." or ".."));
}

/// <param name="Path">Inside the folder, with slashes.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">64 lower-case hex digits.</param>
public sealed record ModelFileEntry(string Path, long Bytes, string Sha256);
