namespace Nights.Domain.Aggregation;

/// <summary>
/// Who gave which item which label: what every method of this folder reads. Flat arrays sorted by item and, within an item, by participant, so that the order in
/// which votes came changes nothing, a million votes are a pass over 6 MB, and nothing is allocated for a vote.
/// For 2AFC the labels are the canonical A (0) and B (1), never left and right: sides are drawn anew for each view, and chance agreement would be wrong.
/// </summary>
public sealed class Judgements
{
    private readonly int[] itemStart;
    private readonly int[] participantOf;
    private readonly byte[] labelOf;
    private readonly int[] participantStart;
    private readonly int[] placeOf;
    private readonly int[] itemOf;

    private Judgements(int items, int participants, int labels, int votes)
    {
        (Items, Participants, Labels) = (items, participants, labels);
        (itemStart, participantStart) = (new int[items + 1], new int[participants + 1]);
        (participantOf, itemOf, placeOf, labelOf) = (new int[votes], new int[votes], new int[votes], new byte[votes]);
    }

    /// <summary>How many items there are, those without a vote included.</summary>
    public int Items { get; }

    public int Participants { get; }

    /// <summary>How many labels can be given, at least 2.</summary>
    public int Labels { get; }

    public int Count => labelOf.Length;

    /// <summary>Where the votes of an item begin and end among all; one longer than <see cref="Items"/>.</summary>
    public ReadOnlySpan<int> ItemStart => itemStart;

    /// <summary>Who gave each vote.</summary>
    public ReadOnlySpan<int> ParticipantOf => participantOf;

    /// <summary>On what.</summary>
    public ReadOnlySpan<int> ItemOf => itemOf;

    /// <summary>Which label.</summary>
    public ReadOnlySpan<byte> LabelOf => labelOf;

    /// <summary>Where the votes of a participant begin and end in <see cref="PlaceOf"/>.</summary>
    public ReadOnlySpan<int> ParticipantStart => participantStart;

    /// <summary>Places of the votes among all, participant by participant.</summary>
    public ReadOnlySpan<int> PlaceOf => placeOf;

    /// <summary>Votes on an item.</summary>
    public int VotesOn(int item) => itemStart[item + 1] - itemStart[item];

    /// <summary>Votes of a participant.</summary>
    public int VotesOf(int participant) => participantStart[participant + 1] - participantStart[participant];

    /// <summary>Sorts the votes; three spans of one length, a vote a place.</summary>
    /// <param name="item">Which item, 0 to <paramref name="items"/> − 1.</param>
    /// <param name="participant">Whose, 0 to <paramref name="participants"/> − 1; once per item.</param>
    /// <param name="label">0 to <paramref name="labels"/> − 1.</param>
    /// <param name="labels">2 to 255.</param>
    /// <exception cref="ArgumentException">Lengths differ, an index is out of range, or a participant judged an item twice.</exception>
    public static Judgements Of(ReadOnlySpan<int> item, ReadOnlySpan<int> participant, ReadOnlySpan<byte> label, int items, int participants, int labels = 2)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(items);
        ArgumentOutOfRangeException.ThrowIfNegative(participants);
        ArgumentOutOfRangeException.ThrowIfLessThan(labels, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(labels, byte.MaxValue);
        if (participant.Length != item.Length || label.Length != item.Length)
            throw new ArgumentException($"{item.Length} items, {participant.Length} participants and {label.Length} labels do not make votes; give as many of each.");
        for (var vote = 0; vote < item.Length; vote++)
        {
            Inside(item[vote], items, "item", vote);
            Inside(participant[vote], participants, "participant", vote);
            Inside(label[vote], labels, "label", vote);
        }

        var sorted = new Judgements(items, participants, labels, item.Length);
        sorted.Sort(item, participant, label);
        sorted.Index();
        return sorted;
    }

    /// <summary>The same votes with the labels renamed.</summary>
    /// <param name="to">New name of each label: a permutation.</param>
    public Judgements Relabelled(ReadOnlySpan<byte> to)
    {
        if (to.Length != Labels) throw new ArgumentException($"{to.Length} names for {Labels} labels.", nameof(to));
        var renamed = new byte[Count];
        for (var vote = 0; vote < Count; vote++) renamed[vote] = to[labelOf[vote]];
        return Of(itemOf, participantOf, renamed, Items, Participants, Labels);
    }

    // Two counting sorts, the second one stable: by participant, then by item.
    private void Sort(ReadOnlySpan<int> item, ReadOnlySpan<int> participant, ReadOnlySpan<byte> label)
    {
        var byParticipant = new int[Count];
        var next = Starts(participant, participantStart);
        for (var vote = 0; vote < Count; vote++) byParticipant[next[participant[vote]]++] = vote;

        next = Starts(item, itemStart);
        foreach (var vote in byParticipant)
        {
            var place = next[item[vote]]++;
            (itemOf[place], participantOf[place], labelOf[place]) = (item[vote], participant[vote], label[vote]);
            if (place > itemStart[item[vote]] && participantOf[place - 1] == participant[vote])
                throw new ArgumentException($"Participant {participant[vote]} judged item {item[vote]} twice; give one vote for each participant and item.");
        }
    }

    private void Index()
    {
        var next = participantStart[..^1];
        for (var place = 0; place < Count; place++) placeOf[next[participantOf[place]]++] = place;
    }

    /// <summary>Fills the running totals and returns a copy to be counted up.</summary>
    private static int[] Starts(ReadOnlySpan<int> key, int[] start)
    {
        foreach (var one in key) start[one + 1]++;
        for (var place = 1; place < start.Length; place++) start[place] += start[place - 1];
        return start[..^1];
    }

    private static void Inside(int value, int count, string what, int vote)
    {
        if ((uint)value >= (uint)count) throw new ArgumentException($"The {what} of vote {vote} is {value}; there are {count}, counted from 0.");
    }
}
