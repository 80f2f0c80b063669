using System.Globalization;
using Nights.Datasets.Rows;
using Nights.Domain.Campaigns;
using Nights.Domain.Jnd;
using Nights.Domain.Perturbations;
using Nights.Domain.Snapshots;
using Nights.Domain.Voting;

namespace Nights.Datasets.Writing;

/// <summary>README.md of a snapshot: what is in it, how it was judged, and what it is biased towards.</summary>
internal static class SnapshotReadme
{
    public static string Of(SnapshotContent content, SnapshotCounts counts) => string.Create(CultureInfo.InvariantCulture, $"""
        # {content.Name} {content.Version}

        {About(content, counts)}

        | split | triplets |
        |---|---|
        | train | {counts.Train} |
        | val | {counts.Val} |
        | test | {counts.Test} |

        ## Files

        - `{NightsCsv.FileName}`: one row a triplet, in the layout of NIGHTS (`{NightsCsv.HeaderOf(content.Spec.Painting.Variations is not null)}`).
          `left` is variation A and `right` variation B for every row; participants saw them on sides drawn at random.
          `right_vote` is 1 when B won. Rows of one `group` share a prompt and may share pictures.{Columns(content.Spec.Painting.Variations)}{Judged(content)}
        - `ref/XXX/YYY.png`, `distort/XXX/YYY_0.png` (A), `distort/XXX/YYY_1.png` (B), for triplet XXXYYY.
        - `{SnapshotFiles.Sums}`: check with `sha256sum -c {SnapshotFiles.Sums}`. `{SnapshotManifest.FileName}`: every file, its size and its hash.

        ## How it was made

        - Pictures: model `{content.Spec.Painting.Model}`, {content.Spec.Painting.Size} pixels, {content.Spec.Painting.Steps} steps, guidance {content.Spec.Painting.Guidance},
          prompt `{content.Spec.Prompts.Template}`; {Differ(content.Spec.Painting)}; roles: {Roles(content.Spec.Painting.Roles)}.
        - Votes: rounds of {string.Join(", ", content.Spec.Votes.Schedule)}; {Rule(content.Spec.Votes)}.
        - Participants were checked by hidden gold trials ({content.Spec.Quality.GoldShare} of those shown); the votes of those who
          failed are not counted.
        - Split: u = first 64 bits of SHA-256(salt, 0x00, group) / 2^64; test below {content.Spec.Splits.Test}, val below the next {content.Spec.Splits.Val}, else train;
          salt `{content.Spec.Splits.Salt}`. A group never changes its side.
        - Campaign {content.Campaign}, spec SHA-256 {content.SpecSha256}, votes up to number {content.Mark}.

        ## Known bias

        Keeping only triplets on which participants agree selects clear cases. Agreement measured on them says nothing about the triplets that
        were dropped.

        """).ReplaceLineEndings("\n");

    private static string About(SnapshotContent content, SnapshotCounts counts) => content.Spec.Task switch
    {
        CampaignTask.TwoAfc => string.Create(CultureInfo.InvariantCulture, $"""
            {counts.Triplets} triplets from {counts.Groups} paintings, kept by {counts.Votes} votes in two-alternative forced choice (2AFC): a reference
            and two variations; participants said which variation is more similar to the reference.
            """),
        CampaignTask.Jnd => string.Create(CultureInfo.InvariantCulture, $"""
            {counts.Triplets} triplets from {counts.Groups} paintings, a reference and two variations each, whose pairs flashed by; participants said whether the two pictures
            of a pair were the same. `{NightsCsv.FileName}` has no rows, because nobody chose between the variations.
            """),
        _ => throw new ArgumentOutOfRangeException(nameof(content), content.Spec.Task, "Not a known task."),
    };

    private static string Judged(SnapshotContent content) => content.Judged.Count is 0 ? "" : $"""

        - `{JndCsv.FileName}`: one row for each pair of reference and candidate that was flashed and judged (just noticeable difference). `similarity` is the share of
          participants who called the two the same, with its 95 % interval after Wilson; `d_prime` is z(called different) - z(identical pairs called different) with
          the log-linear correction. Studies: {string.Join("; ", content.Judged.Select(pair => pair.Study).DistinctBy(study => study.Campaign).OrderBy(study => study.Campaign, StringComparer.Ordinal).Select(Study))}.
        """;

    private static string Study(JndStudy study) => string.Create(
        CultureInfo.InvariantCulture,
        $"{study.Campaign} ({(study.Spec.Variant is JndVariant.Interleaved ? "interleaved" : "simple pairs")}, pictures {study.Spec.ImageMs} ms, {(study.Spec.Mask is JndMask.Noise ? "noise" : "grey")} {study.Spec.GapMs} ms between them)");

    private static string Columns(VariationSpec? variations) => variations is null ? "" :
        """

          `left_dimension`, `left_operator` and `left_level` say what the left picture changes about the reference, and how far on a scale from 0 (nothing) to 1;
          `right_…` likewise.
        """;

    private static string Differ(PaintingSpec painting) => painting.Variations is not { } variations ? "three seeds a prompt" : string.Create(
        CultureInfo.InvariantCulture,
        $"one seed a reference, of which A and B are controlled variations ({Pairing(variations.Pairing)}) in {string.Join(", ", variations.Dimensions.Select(dimension => $"{dimension.Word()} by {variations.Operators.Of(dimension).Word()}"))}, levels {string.Join(", ", variations.Levels.Select(level => level.ToString(CultureInfo.InvariantCulture)))}");

    private static string Pairing(VariationPairing pairing) => pairing switch
    {
        VariationPairing.TradeOff => "each changes another dimension",
        VariationPairing.Ladder => "both change one dimension, at two levels",
        VariationPairing.Mixed => "each changes another dimension, or both change one at two levels",
        _ => throw new ArgumentOutOfRangeException(nameof(pairing), pairing, "Not a known pairing."),
    };

    private static string Roles(TripletRoles roles) => roles switch
    {
        TripletRoles.Nights => "the first picture is the reference",
        TripletRoles.Rotate => "each picture in turn is the reference, so triplets of a group are not independent",
        _ => throw new ArgumentOutOfRangeException(nameof(roles), roles, "Not a known role."),
    };

    private static string Rule(VoteSpec votes) => votes.Rule switch
    {
        ConsensusRule.Unanimous when votes.ToleratedDissents > 0 => string.Create(CultureInfo.InvariantCulture,
            $"kept when every vote agrees, save at most {votes.ToleratedDissents} of participants whose share of right gold was below {votes.ToleratedBelowSkill}"),
        ConsensusRule.Unanimous => "kept when every vote agrees, dropped at the first dissent",
        ConsensusRule.Margin => $"kept when one side leads by {votes.Margin}",
        ConsensusRule.Majority => "kept when one side has more than half of all votes",
        ConsensusRule.Bayesian => string.Create(CultureInfo.InvariantCulture,
            $"each weighed by the participant's share of right gold; kept at a posterior of {votes.Confidence}, with {votes.AmbiguousShare} of the triplets expected to be coin flips and {votes.ClearAgreement} of those who look to agree on the others, dropped when the chance to come there fell below {votes.LeastChance}"),
        _ => throw new ArgumentOutOfRangeException(nameof(votes), votes.Rule, "Not a known rule."),
    };
}
