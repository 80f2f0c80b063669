using Nights.Crowd.Database;
using Nights.Crowd.Pages;
using Nights.Crowd.Pictures;
using Nights.Crowd.Sessions;
using Nights.Domain.Jnd;
using Nights.Domain.Voting;
using Npgsql;
using static Nights.Crowd.Database.Statements;

namespace Nights.Crowd.Jnd;

/// <summary>
/// A page of flashed trials as its participant gets it: the pictures by the names left (the candidate that comes first) and right, and the sequence that shows
/// them. Catch trials and real ones come in one shape.
/// </summary>
internal sealed class JudgedPage(NpgsqlDataSource database, PictureToken tokens)
{
    /// <param name="Stimulus">"fixation" | "reference" | "left" | "right" | "mask".</param>
    public sealed record Step(string Stimulus, int Ms);

    /// <param name="Questions">Pairs to be judged: 1 or 2.</param>
    public sealed record Shown(Guid Trial, int Number, TakePage.Images Images, IReadOnlyList<Step> Sequence, int Questions, bool? Submitted);

    public sealed record Reply(Guid Page, DateTimeOffset ExpiresAt, bool Practice, IEnumerable<Shown> Trials, Progress Progress);

    public async Task<Reply> Of(ClaimedPage page, HitCaller caller, CancellationToken cancel)
    {
        var pairs = caller.Campaign.JudgesSinglePairs ? await Pairs(page.Id, cancel) : [];
        return new Reply(page.Id, page.ExpiresAt, page.Practice, page.Trials.Select(trial => Of(trial, caller, pairs)), page.Progress);
    }

    private Shown Of(ShownTrial trial, HitCaller caller, Dictionary<Guid, bool> leftIsJudged)
    {
        var jnd = caller.Campaign.Spec.Jnd;
        var (first, second) = !leftIsJudged.TryGetValue(trial.Id, out var left) ? (trial.Left, trial.Right) : left ? (trial.Left, trial.Left) : (trial.Right, trial.Right);
        var sequence = StimulusSequence.Of(jnd, SinglePair.ReferenceFirst(trial.Id));
        return new Shown(
            trial.Id, trial.Number, new TakePage.Images(tokens.Address(trial.Reference), tokens.Address(first), tokens.Address(second)),
            [.. sequence.Steps.Select(step => new Step(Word(step.Kind), step.Ms))], jnd.Variant is JndVariant.Pair ? 1 : 2, trial.Submitted ? true : null);
    }

    public static string Word(StimulusKind kind) => kind switch
    {
        StimulusKind.Fixation => "fixation",
        StimulusKind.Reference => "reference",
        StimulusKind.First => "left",
        StimulusKind.Second => "right",
        StimulusKind.Mask => "mask",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a known stimulus."),
    };

    /// <returns>For each trial, whether the candidate that is judged is the one on the left.</returns>
    private async Task<Dictionary<Guid, bool>> Pairs(Guid page, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var statement = connection.Statement("select t.id, s.pair, t.a_on_left from trial t left join slot s on s.id = t.slot_id where t.page_id = $1", Value(page));
        await using var rows = await statement.ExecuteReaderAsync(cancel);
        var pairs = new Dictionary<Guid, bool>();
        while (await rows.ReadAsync(cancel)) pairs.Add(rows.GetGuid(0), SinglePair.Of(rows.Maybe<short?>(1)) is Variation.A == rows.GetBoolean(2));
        return pairs;
    }
}
