using Microsoft.Extensions.Options;
using Nights.Contracts;
using Nights.Domain.Storage;
using Nights.Hosting.Objects;

namespace Nights.Trainer.Guidance;

/// <summary>
/// Scores paintings by the model of their campaign, many at a time. One at a time where some cannot be: what is damaged is told and left out, and its campaign goes
/// on without a score.
/// </summary>
internal sealed partial class ScorePaintings(GuidingModels models, IObjects objects, IOptions<TrainerOptions> options, ILogger<ScorePaintings> log)
{
    /// <returns>An answer for each painting.</returns>
    public async Task<ScoreAnswers> Run(IReadOnlyCollection<ScorePainting> asked, CancellationToken cancel)
    {
        var answers = new ScoreAnswers([], []);
        foreach (var group in asked.DistinctBy(one => one.PaintingId).GroupBy(one => one.Model))
        {
            ScorePainting[] paintings = [.. group];
            if (await Model(paintings, answers.Failed, cancel) is not { } model) continue;
            try
            {
                answers.Scored.AddRange(await Score(model, paintings, cancel));
            }
            catch (Exception fault) when (IsDamage(fault))
            {
                foreach (var painting in paintings) await One(model, painting, answers, cancel);
            }
        }

        return answers;
    }

    /// <returns>Null where the registry or the object store does not have it whole: asking again would not help.</returns>
    private async Task<GuidingModel?> Model(ScorePainting[] paintings, List<ScoringFailed> failed, CancellationToken cancel)
    {
        var name = paintings[0].Model;
        try
        {
            return await models.Get(name, cancel);
        }
        catch (Exception fault) when (IsDamage(fault))
        {
            LogNoModel(fault, name, paintings.Length);
            failed.AddRange(paintings.Select(painting => Failed(painting, $"Model {name} cannot be loaded: {fault.Message}")));
            return null;
        }
    }

    private static bool IsDamage(Exception fault) => fault is InvalidDataException or ObjectMissingException;

    private static ScoringFailed Failed(ScorePainting painting, string reason) => new()
    {
        PaintingId = painting.PaintingId,
        CampaignId = painting.CampaignId,
        Model = painting.Model,
        Reason = reason,
    };

    private async Task One(GuidingModel model, ScorePainting painting, ScoreAnswers answers, CancellationToken cancel)
    {
        try
        {
            answers.Scored.AddRange(await Score(model, [painting], cancel));
        }
        catch (Exception fault) when (IsDamage(fault))
        {
            LogDamaged(fault, painting.PaintingId, painting.Model);
            answers.Failed.Add(Failed(painting, $"It could not be scored: {fault.Message}"));
        }
    }

    private async Task<IReadOnlyList<PaintingScored>> Score(GuidingModel model, ScorePainting[] paintings, CancellationToken cancel)
    {
        var folder = Path.Combine(options.Value.Scratch, $"scores-{Guid.CreateVersion7():N}");
        Directory.CreateDirectory(folder);
        try
        {
            var files = new List<string[]>();
            foreach (var painting in paintings) files.Add([.. await Task.WhenAll(painting.Pictures.Select(sha256 => Fetch(sha256, folder, cancel)))]);
            var distances = model.Distances(files, cancel);
            return
            [
                .. paintings.Zip(distances, (painting, own) => new PaintingScored
                {
                    PaintingId = painting.PaintingId, CampaignId = painting.CampaignId, Model = painting.Model, Distances = own, Scale = model.Scale,
                }),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<string> Fetch(string sha256, string folder, CancellationToken cancel)
    {
        var path = Path.Combine(folder, $"{Guid.CreateVersion7():N}.png");
        await File.WriteAllBytesAsync(path, await objects.Get(ObjectKeys.Picture(sha256), cancel), cancel);
        return path;
    }

    [LoggerMessage(LogLevel.Error, "Model {Model} cannot be loaded: {Count} paintings are not scored, and their campaign goes on without")]
    private partial void LogNoModel(Exception fault, string model, int count);

    [LoggerMessage(LogLevel.Warning, "Painting {PaintingId} could not be scored by {Model}; its campaign goes on without a score")]
    private partial void LogDamaged(Exception fault, Guid paintingId, string model);
}
