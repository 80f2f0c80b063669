using Nights.Domain.Campaigns;
using Nights.Domain.Jnd;
using Nights.Domain.Voting;

namespace Nights.Datasets.Writing;

/// <summary>A pair of a snapshot's triplet that a campaign of flashed pairs has judged.</summary>
/// <param name="Number">Of the triplet in the snapshot.</param>
/// <param name="Candidate">The picture that is paired with the reference.</param>
/// <param name="Rate">Its counted judgements.</param>
/// <param name="Study">The campaign that judged it.</param>
public sealed record JudgedPair(int Number, Variation Candidate, SameRate Rate, JndStudy Study);

/// <summary>How pairs were flashed.</summary>
/// <param name="Campaign">Name and version.</param>
/// <param name="Identical">Judgements of its identical catch pairs.</param>
public sealed record JndStudy(string Campaign, JndSpec Spec, SameRate Identical);
