using Nights.Diffusion.Models;

namespace Nights.Tests.Diffusion.Fixtures;

/// <summary>A model folder of a dialect in a temporary place.</summary>
public sealed class FixtureFolder : IDisposable
{
    public FixtureFolder(ExportDialect dialect) => FixtureModelBuilder.Write(Directory, dialect);

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("nights-fixture-").FullName;

    public string this[string file] => Path.Combine(Directory, file);

    public ModelFolder Open() => ModelFolder.Open(Directory, new RuntimeOptions());

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
