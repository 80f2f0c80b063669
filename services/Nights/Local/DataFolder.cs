using System.Text.Json;
using Nights.Local.Commands;

namespace Nights.Local;

/// <summary>
/// The folder in which a local host keeps everything, and the right to it: one host at a time. The lock is the kernel's, so it goes with
/// the process however that ends.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream hold;

    private DataFolder(string path, FileStream hold) => (Path, this.hold) = (path, hold);

    public string Path { get; }

    public string Postgres => System.IO.Path.Combine(Path, "postgres");

    public string Objects => System.IO.Path.Combine(Path, "objects");

    public string Models => System.IO.Path.Combine(Path, "models");

    public string Logs => System.IO.Path.Combine(Path, "logs");

    /// <summary>Makes the folder when it is missing and takes it.</summary>
    /// <exception cref="CommandFailedException">Another host has it, or it cannot be written.</exception>
    public static DataFolder Take(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            var hold = new FileStream(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var folder = new DataFolder(path, hold);
            foreach (var part in new[] { folder.Objects, folder.Models, folder.Logs }) Directory.CreateDirectory(part);
            return folder;
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new CommandFailedException($"The data folder '{path}' cannot be written: {fault.Message} Give another with --data.", fault);
        }
        catch (IOException fault) when (HostFile.Read(path) is { } other && File.Exists(System.IO.Path.Combine(path, "lock")))
        {
            throw new CommandFailedException(
                $"The data folder '{path}' is in use by the host with process id {other.Pid}, which serves {other.PublicUrl} and {other.OperatorUrl}. Stop it, or give another folder with --data.", fault);
        }
        catch (IOException fault)
        {
            throw new CommandFailedException($"The data folder '{path}' cannot be taken: {fault.Message} Another host may be starting there; otherwise give another folder with --data.", fault);
        }
    }

    /// <summary>Says where the host is, for the other commands of this user.</summary>
    public void Announce(HostFile host) =>
        WriteWhole(System.IO.Path.Combine(Path, HostFile.Name), JsonSerializer.SerializeToUtf8Bytes(host, HostFile.Json), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

    public void Dispose() => hold.Dispose();

    /// <summary>Writes a file that is there whole or not at all.</summary>
    public static void WriteWhole(string path, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        var fresh = path + ".new";
        File.Delete(fresh);
        using (var file = new FileStream(fresh, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode }))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
    }
}
