using System.Globalization;

namespace Nights.Local.Bench.Metric;

/// <summary>The most memory that this process has held, in GiB, since it was last asked to forget. Linux only; elsewhere null.</summary>
internal static class PeakMemory
{
    private const string Status = "/proc/self/status", Forgetting = "/proc/self/clear_refs", Field = "VmHWM:";

    public static void Forget()
    {
        // 5 sets the high-water mark back to what is held now (proc(5)).
        if (OperatingSystem.IsLinux()) File.WriteAllText(Forgetting, "5");
    }

    public static double? Read()
    {
        if (!OperatingSystem.IsLinux()) return null;
        var line = File.ReadLines(Status).First(line => line.StartsWith(Field, StringComparison.Ordinal));
        return double.Parse(line[Field.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / (1 << 20);
    }
}
