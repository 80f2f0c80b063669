using System.IO.Compression;
using Nights.DreamSim.Adapters;

namespace Nights.DreamSim.Import;

/// <summary>The weights and adapters of a source: a file of weights, a folder, or a release zip, which is unpacked into a temporary folder.</summary>
internal sealed class SourceFolder : IDisposable
{
    private static readonly string[] Weights = [".pth", ".pt", ".bin", ".tar", ".safetensors", ".ckpt"];
    private readonly string? temporary;

    private SourceFolder(IReadOnlyList<string> files, IReadOnlyList<string> adapters, string? temporary) =>
        (Files, Adapters, this.temporary) = (files, adapters, temporary);

    /// <summary>Files of weights that are not an adapter's.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Folders with an <c>adapter_config.json</c>.</summary>
    public IReadOnlyList<string> Adapters { get; }

    /// <exception cref="InvalidDataException">Nothing is there, or the zip would write outside of its folder.</exception>
    public static SourceFolder Open(string path)
    {
        if (Directory.Exists(path)) return Of(path, null);
        if (!File.Exists(path)) throw new InvalidDataException($"There is no file or folder {path}.");
        if (!IsRelease(path)) return new SourceFolder([path], [], null);

        var folder = Directory.CreateTempSubdirectory("nights-import-").FullName;
        try
        {
            ZipFile.ExtractToDirectory(path, folder);      // refuses entries that point outside
            return Of(folder, folder);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            Directory.Delete(folder, recursive: true);
            throw new InvalidDataException($"{path} cannot be unpacked: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        if (temporary is not null) Directory.Delete(temporary, recursive: true);
    }

    private static SourceFolder Of(string folder, string? temporary)
    {
        var folders = Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).Prepend(folder).Order(StringComparer.Ordinal).ToList();
        var adapters = folders.Where(AdapterFolder.IsAt).ToList();
        var files = folders.Except(adapters).SelectMany(Directory.EnumerateFiles)
            .Where(file => Weights.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).ToList();
        return new SourceFolder(files, adapters, temporary);
    }

    /// <summary>A zip of files; those of torch.save have a data.pkl.</summary>
    private static bool IsRelease(string path)
    {
        using var content = File.OpenRead(path);
        if (!Checkpoints.TorchFile.IsZip(content)) return false;
        try
        {
            using var archive = new ZipArchive(content, ZipArchiveMode.Read);
            return !archive.Entries.Any(entry => entry.Name == "data.pkl");
        }
        catch (InvalidDataException)
        {
            return false;      // cut short: told when it is read
        }
    }
}
