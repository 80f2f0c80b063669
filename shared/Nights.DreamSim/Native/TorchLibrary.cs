using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Security.Cryptography;
using TorchSharp;

namespace Nights.DreamSim.Native;

/// <summary>
/// Loads libtorch and TorchSharp's native library before their first use. Where the system's libstdc++ is too old for the library as it is
/// packaged, a mended copy (see <see cref="GlibcxxMend"/>) in the user's cache folder is loaded in its place; the packaged file stays as it is.
/// </summary>
public static partial class TorchLibrary
{
    private const string Name = "LibTorchSharp";
    private static readonly Lock Once = new();
    private static IntPtr loaded;

    /// <summary>The file that was loaded: the packaged one or the mended copy. Null before the first use.</summary>
    public static string? LoadedFrom { get; private set; }

    /// <summary>Loads the library; later calls do nothing. Every entry of this assembly that touches a tensor calls it.</summary>
    /// <exception cref="DllNotFoundException">libtorch is not in the program's folder, or does not fit this system.</exception>
    public static void EnsureLoaded()
    {
        if (!OperatingSystem.IsLinux()) return;      // TorchSharp's own loading does elsewhere

        lock (Once)
        {
            if (loaded != IntPtr.Zero) return;

            var packaged = FindPackaged()
                ?? throw new DllNotFoundException(
                    $"lib{Name}.so is not in {AppContext.BaseDirectory}. Reference libtorch-cpu-linux-x64 (or build with -p:Accelerator=cuda).");

            // Waiting threads sleep: spinning ones, on cores shared with others, made a training step four times slower.
            _ = SetEnvironment("OMP_WAIT_POLICY", "PASSIVE", overwrite: 0);
            loaded = Load(packaged);
            NativeLibrary.SetDllImportResolver(typeof(torch).Assembly, ResolveImport);
            AssemblyLoadContext.Default.ResolvingUnmanagedDll += Resolve;
        }
    }

    private static IntPtr Load(string packaged)
    {
        // Libraries loaded by name are found again by their soname, so a copy in another folder links to these.
        var folder = Path.GetDirectoryName(packaged)!;
        foreach (var needed in (string[])["libc10.so", "libtorch_cpu.so", "libtorch.so"])
        {
            var beside = FindPackaged(needed, folder);
            if (beside is not null) NativeLibrary.Load(beside);
        }

        try
        {
            var handle = NativeLibrary.Load(packaged);
            LoadedFrom = packaged;
            return handle;
        }
        catch (DllNotFoundException e) when (e.Message.Contains(GlibcxxMend.Missing, StringComparison.Ordinal))
        {
            var mended = MendedCopy(packaged, CacheFolder());
            LoadedFrom = mended;
            return NativeLibrary.Load(mended);
        }
    }

    /// <summary>
    /// Writes the mended copy of a library into a folder named after the hash of the original, unless it is there.
    /// The file appears whole or not at all; processes may race for it.
    /// </summary>
    /// <returns>Path of the copy.</returns>
    public static string MendedCopy(string packaged, string cache)
    {
        var bytes = File.ReadAllBytes(packaged);
        var folder = Path.Combine(cache, Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]);
        var copy = Path.Combine(folder, Path.GetFileName(packaged));

        GlibcxxMend.Apply(bytes);
        if (File.Exists(copy) && File.ReadAllBytes(copy).AsSpan().SequenceEqual(bytes)) return copy;

        Directory.CreateDirectory(folder);
        var writing = Path.Combine(folder, $".{Environment.ProcessId}-{Guid.CreateVersion7():N}");
        File.WriteAllBytes(writing, bytes);
        File.Move(writing, copy, overwrite: true);
        return copy;
    }

    /// <summary>$XDG_CACHE_HOME/nights/native, else ~/.cache/nights/native, else a folder of this user under the temporary files.</summary>
    private static string CacheFolder()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string?[] places =
        [
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME"),
            home.Length > 0 ? Path.Combine(home, ".cache") : null,
            Path.Combine(Path.GetTempPath(), $"nights-{Environment.UserName}"),
        ];

        foreach (var place in places.Where(place => !string.IsNullOrEmpty(place)))
        {
            var folder = Path.Combine(place!, "nights", "native");
            try
            {
                Directory.CreateDirectory(folder);
                var probe = Path.Combine(folder, $".{Guid.CreateVersion7():N}");
                File.WriteAllBytes(probe, []);
                File.Delete(probe);
                return folder;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A read-only home: the next place.
            }
        }

        throw new DllNotFoundException(
            $"lib{Name}.so needs {GlibcxxMend.Missing}, and no folder can be written for a mended copy: set XDG_CACHE_HOME to one that can.");
    }

    private static string? FindPackaged(string file = $"lib{Name}.so", string? besides = null)
    {
        var search = (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string?[] folders = [besides, AppContext.BaseDirectory, Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native"), .. search];
        return folders.Where(folder => folder is not null).Select(folder => Path.Combine(folder!, file)).FirstOrDefault(File.Exists);
    }

    // .NET's own variables do not reach native libraries.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    private static IntPtr ResolveImport(string name, Assembly assembly, DllImportSearchPath? path) => Resolve(assembly, name);

    private static IntPtr Resolve(Assembly assembly, string name) => name == Name ? loaded : IntPtr.Zero;
}
