namespace Nights.NumericsTests;

/// <summary>A folder of a test, removed afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("nights-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
