using Nights.Domain.Jnd;

namespace Nights.Crowd.Jnd;

/// <summary>What a participant sent about one flashed trial.</summary>
/// <param name="Same">For each pair shown, in the order of presentation.</param>
/// <param name="Measured">JSON to keep beside it.</param>
internal sealed record GivenJudgement(Guid Submission, Guid Trial, bool[] Same, int[] ResponseMs, DisplayRecord Display, int Retries, string Measured);
