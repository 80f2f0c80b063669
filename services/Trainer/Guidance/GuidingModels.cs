using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Nights.Database;
using Nights.Database.Training;

namespace Nights.Trainer.Guidance;

/// <summary>The model asked for last, loaded; one at a time is kept, as campaigns come one after another. For one caller at a time.</summary>
internal sealed class GuidingModels(IDbContextFactory<NightsDb> databases, FetchModel fetch, IOptions<TrainerOptions> options) : IDisposable
{
    /// <summary>For models whose evaluation tells no scale: the margin by which training wants the chosen picture nearer.</summary>
    private const double UsualScale = 0.05;

    private (string Name, GuidingModel Model)? loaded;

    /// <param name="name">name@version.</param>
    /// <param name="cancel">Stops the download.</param>
    /// <exception cref="InvalidDataException">There is no such model, or its files are damaged.</exception>
    public async Task<GuidingModel> Get(string name, CancellationToken cancel)
    {
        if (loaded is { } kept && kept.Name == name) return kept.Model;
        var row = await Find(name, cancel);
        var folder = Path.Combine(options.Value.Scratch, $"guide-{row.Id:N}-{Environment.ProcessId}");
        try
        {
            await fetch.Run(row, folder, cancel);
            var model = GuidingModel.Load(folder, Scale(row), options.Value.Compute);
            loaded?.Model.Dispose();
            loaded = (name, model);
            return model;
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    public void Dispose() => loaded?.Model.Dispose();

    private async Task<Model> Find(string name, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var found = name.Split('@') is [var before, var version]
            ? await db.Models.AsNoTracking().SingleOrDefaultAsync(model => model.Name == before && model.Version == version, cancel)
            : null;
        return found ?? throw new InvalidDataException($"There is no model '{name}' in the registry.");
    }

    private static double Scale(Model model)
    {
        using var evaluation = JsonDocument.Parse(model.Evaluation);
        return evaluation.RootElement.ValueKind is JsonValueKind.Object && evaluation.RootElement.TryGetProperty("scale", out var scale)
            && scale.ValueKind is JsonValueKind.Number && scale.GetDouble() > 0 ? scale.GetDouble() : UsualScale;
    }
}
