using System.Runtime.InteropServices;

namespace Nights.Hosting.Objects;

/// <summary>
/// Gives a finished file its name, unless the name is taken, in one step of the file system. <see cref="File.Move(string, string, bool)"/> looks first and
/// renames afterwards on Unix, and of two writers who look at once the later would replace the earlier.
/// </summary>
internal static partial class NamedOnce
{
    private const int NotPermitted = 1, Taken = 17, NotSupported = 95;   // errno of Linux: EPERM and EOPNOTSUPP say that the file system has no links

    /// <returns>False when the name was taken; the draft may still be there either way.</returns>
    /// <exception cref="IOException">The file system refused; <see cref="Exception.HResult"/> is its errno.</exception>
    public static bool Move(string draft, string path)
    {
        if (!OperatingSystem.IsLinux()) return Rename(draft, path);
        if (Link(draft, path) is 0) return true;
        var fault = Marshal.GetLastPInvokeError();
        return fault switch
        {
            Taken => false,
            NotPermitted or NotSupported => Rename(draft, path),
            _ => throw new IOException($"'{path}' could not be made: {Marshal.GetPInvokeErrorMessage(fault)}.", fault),
        };
    }

    private static bool Rename(string draft, string path)
    {
        try
        {
            File.Move(draft, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string from, string to);
}
