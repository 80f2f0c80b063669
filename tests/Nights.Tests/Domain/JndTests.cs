using Nights.Domain.Campaigns;
using Nights.Domain.Jnd;
using Nights.Domain.Voting;

namespace Nights.Tests.Domain;

public sealed class JndTests
{
    private static readonly FrameClock Sixty = new(60);

    [Fact]
    public void Interleaved_the_reference_stands_before_each_candidate()
    {
        var sequence = StimulusSequence.Of(new JndSpec { GapMs = 600, EndMaskMs = 200 });
        sequence.Steps.AsEnumerable().ShouldBe([
            new Stimulus(StimulusKind.Fixation, 500), new Stimulus(StimulusKind.Reference, 500), new Stimulus(StimulusKind.Mask, 600), new Stimulus(StimulusKind.First, 500),
            new Stimulus(StimulusKind.Mask, 600), new Stimulus(StimulusKind.Reference, 500), new Stimulus(StimulusKind.Mask, 600), new Stimulus(StimulusKind.Second, 500),
            new Stimulus(StimulusKind.Mask, 200),
        ]);
        sequence.TotalMs.ShouldBe(4500);
        sequence.Fault.ShouldBeNull();
    }

    [Theory]
    [InlineData(true, new[] { StimulusKind.Reference, StimulusKind.First })]
    [InlineData(false, new[] { StimulusKind.First, StimulusKind.Reference })]
    public void A_simple_pair_comes_in_either_order(bool referenceFirst, StimulusKind[] pictures) =>
        StimulusSequence.Of(new JndSpec { Variant = JndVariant.Pair }, referenceFirst).Steps.Where(step => step.IsPicture).Select(step => step.Kind).ShouldBe(pictures);

    [Theory]
    [InlineData(250, 250, true)]
    [InlineData(167, 166, false)]
    [InlineData(168, 166, true)]
    public void More_than_three_flashes_a_second_are_refused(int imageMs, int gapMs, bool allowed)
    {
        var fault = StimulusSequence.Of(new JndSpec { ImageMs = imageMs, GapMs = gapMs }).Fault;
        if (allowed) fault.ShouldBeNull();
        else fault.ShouldNotBeNull().ShouldContain("at most 3 are safe");
    }

    [Fact]
    public void A_sequence_of_one_s_own_is_checked_too()
    {
        StimulusSequence.Of(new Stimulus(StimulusKind.Fixation, 500)).Fault.ShouldNotBeNull().ShouldContain("no picture");
        StimulusSequence.Of(new Stimulus(StimulusKind.Reference, 60)).Fault.ShouldNotBeNull().ShouldContain("at least 100 ms");
    }

    [Theory]
    [InlineData(60, 30)]
    [InlineData(120, 60)]
    [InlineData(144, 72)]
    [InlineData(59.94, 30)]
    public void Half_a_second_is_a_whole_number_of_frames(double hz, int frames) => new FrameClock(hz).Frames(500).ShouldBe(frames);

    [Theory]
    [InlineData(500, DisplayFault.None)]
    [InlineData(524.9, DisplayFault.None)]
    [InlineData(525.1, DisplayFault.Mistimed)]
    [InlineData(474.9, DisplayFault.Mistimed)]
    [InlineData(double.NaN, DisplayFault.Mistimed)]
    public void One_and_a_half_frames_off_is_the_limit(double measured, DisplayFault fault)
    {
        var ordered = StimulusSequence.Of(new Stimulus(StimulusKind.Reference, 500));
        Shown(ordered, measured).FaultAgainst(ordered).ShouldBe(fault);
    }

    [Fact]
    public void What_was_hidden_undecoded_or_not_ordered_does_not_count()
    {
        var ordered = StimulusSequence.Of(new JndSpec());
        var shown = Shown(ordered);
        shown.FaultAgainst(ordered).ShouldBe(DisplayFault.None);
        (shown with { Hidden = 1 }).FaultAgainst(ordered).ShouldBe(DisplayFault.Hidden);
        (shown with { Decoded = false }).FaultAgainst(ordered).ShouldBe(DisplayFault.NotDecoded);
        (shown with { Clock = new FrameClock(2) }).FaultAgainst(ordered).ShouldBe(DisplayFault.NotAsOrdered);
        shown.FaultAgainst(StimulusSequence.Of(new JndSpec { ImageMs = 250 })).ShouldBe(DisplayFault.NotAsOrdered);
        (shown.WithinOneFrame, shown.WorstFramesOff).ShouldBe((true, 0.0));
    }

    [Fact]
    public void Answers_go_to_the_candidates_whichever_came_first()
    {
        Judgement.Of([true, false], Variation.A).ShouldBe(new Judgement(true, false));
        Judgement.Of([true, false], Variation.B).ShouldBe(new Judgement(false, true));
        Judgement.Of([true], Variation.B).ShouldBe(new Judgement(null, true));
        Should.Throw<ArgumentException>(() => Judgement.Of([], Variation.A));
        new Judgement(false, true).Choice.ShouldBe(Variation.B);
        new Judgement(true, true).Choice.ShouldBeNull();
        new Judgement(null, true).Choice.ShouldBeNull();
    }

    [Fact]
    public void Whoever_always_says_the_same_is_right_in_half_of_the_catch_pairs()
    {
        CatchTrials.IsRight(new Judgement(true, false), Variation.A).ShouldBeTrue();
        CatchTrials.IsRight(new Judgement(false, false), Variation.A).ShouldBeFalse();
        CatchTrials.IsRight(new Judgement(true, null), Variation.A).ShouldBeTrue();
        CatchTrials.IsRight(new Judgement(true, null), Variation.B).ShouldBeFalse();
    }

    // Reference values from an independent implementation of the normal distribution.
    [Theory]
    [InlineData(8, 10, 2, 10, 1.4957171895266042, 0.33455661679526716, 2.656877762257941)]
    [InlineData(3, 3, 1, 40, 2.9421136677545237, 1.2120404511326806, 4.672186884376367)]
    [InlineData(0, 5, 2, 50, 0.271440598589614, -1.284659245774591, 1.827540442953819)]
    public void D_prime_and_its_interval_are_those_of_the_textbook(int hits, int pairs, int alarms, int identical, double d, double low, double high)
    {
        var found = Sensitivity.Of(new SameRate(pairs - hits, pairs), new SameRate(identical - alarms, identical)).ShouldNotBeNull();
        found.DPrime.ShouldBe(d, 1e-9);
        found.Interval.Low.ShouldBe(low, 1e-9);
        found.Interval.High.ShouldBe(high, 1e-9);
        Sensitivity.Of(default, new SameRate(1, 1)).ShouldBeNull();
    }

    [Theory]
    [InlineData(5, 5, 0.57, 1)]
    [InlineData(38, 40, 0.83, 0.99)]
    [InlineData(0, 10, 0, 0.28)]
    [InlineData(0, 0, 0, 1)]
    public void The_interval_of_a_same_rate_is_Wilsons(int same, int total, double low, double high)
    {
        var interval = new SameRate(same, total).Wilson();
        (Math.Round(interval.Low, 2), Math.Round(interval.High, 2)).ShouldBe((low, high));
    }

    [Fact]
    public void A_spec_of_flashed_pairs_needs_no_prompts_when_it_has_a_source_and_enough_catch_trials()
    {
        var spec = new CampaignSpec { Name = "flashed", Task = CampaignTask.Jnd, Jnd = new JndSpec { Source = "cats@1" }, Painting = new PaintingSpec { Count = 0 } };
        CampaignSpecCheck.Check(spec).ShouldBeEmpty();
        CampaignSpecCheck.Check(spec with { Jnd = spec.Jnd with { Variant = JndVariant.Pair } }).ShouldHaveSingleItem().ToString().ShouldContain("quality.goldShare: 0.1");
        CampaignSpecCheck.Check(spec with { Jnd = spec.Jnd with { Source = "flashed@1" } }).ShouldHaveSingleItem().ToString().ShouldContain("is this campaign itself");
        CampaignSpecCheck.Check(spec with { Jnd = spec.Jnd with { ImageMs = 20 } }).ShouldHaveSingleItem().Path.ShouldBe("jnd.imageMs");
        CampaignSpecCheck.Check(spec with { Task = CampaignTask.TwoAfc }).ShouldContain(error => error.Path == "painting.count");
    }

    private static DisplayRecord Shown(StimulusSequence ordered, double? measured = null) =>
        new(Sixty, [.. ordered.Steps.Select(step => new ShownStimulus(step.Kind, step.Ms, measured ?? step.Ms, 0))], Hidden: 0, Decoded: true);
}
