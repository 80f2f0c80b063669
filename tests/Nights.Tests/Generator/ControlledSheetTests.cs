using Nights.Contracts;
using Nights.Diffusion.Pipelines;
using Nights.Domain.Perturbations;
using Nights.Domain.Randomness;
using Nights.Generator.Painting;

namespace Nights.Tests.Generator;

/// <summary>Screening and drawing again, where pictures are variations of the first.</summary>
public sealed class ControlledSheetTests
{
    private static readonly IReadOnlyList<PictureVariation> None = [];

    [Fact]
    public void A_variation_is_its_references_prompt_and_seed_changed()
    {
        var sheet = Sheet(None, A.Variation("noiseSlerp", seed: 50), A.Variation("promptBlend", seed: 60));

        sheet.Wanted.Select(order => order.Seed).ShouldBe([1L, 1, 1]);
        sheet.Wanted.Select(order => order.Perturbations.SingleOrDefault()).ShouldBe(
        [
            null,
            new Perturbation(PerturbationDimension.Content, PerturbationOperator.NoiseSlerp, 0.5, 50),
            new Perturbation(PerturbationDimension.Content, PerturbationOperator.PromptBlend, 0.5, 60, "a star"),
        ]);
    }

    [Fact]
    public void A_reference_that_is_turned_away_takes_its_variations_with_it()
    {
        var sheet = Sheet(None, A.Variation("noiseSlerp", seed: 50), A.Variation("lateSwitch"));

        TripletSheetTests.Take(sheet, (order, place) => place == 0 ? A.Fault(order, PictureFault.Unsafe) : A.Picture(order, place));

        var next = CandidateSeed.Of(1, 0, 1);
        sheet.Wanted.Select(order => order.Seed).ShouldBe([next, next, next]);
        sheet.Wanted[1].Perturbations[0].Seed.ShouldBe(50, "the variation itself was not at fault");
        sheet.Screened.ShouldBe(new Dictionary<string, int> { ["safety"] = 1 });
    }

    [Fact]
    public void A_picture_that_is_no_variation_stays_when_the_reference_goes()
    {
        var sheet = Sheet(None, A.Variation("noiseSlerp"), None);

        TripletSheetTests.Take(sheet, (order, place) => place == 0 ? A.Fault(order, PictureFault.Flat) : A.Picture(order, place));

        sheet.Wanted.Count.ShouldBe(2);
        sheet.Wanted.ShouldAllBe(order => order.Seed == CandidateSeed.Of(1, 0, 1));
    }

    [Fact]
    public void A_variation_that_draws_from_a_seed_changes_its_own()
    {
        var sheet = Sheet(None, A.Variation("noiseSlerp", seed: 50), A.Variation("labShift", seed: 60));

        TripletSheetTests.Take(sheet, (order, place) => place == 1 ? A.Fault(order, PictureFault.Black) : A.Picture(order, place));

        var again = sheet.Wanted.ShouldHaveSingleItem();
        (again.Seed, again.Perturbations[0].Seed).ShouldBe((1L, CandidateSeed.Of(50, 0, 1)));
    }

    [Theory]
    [InlineData("lateSwitch")]
    [InlineData("promptBlend")]
    public void A_variation_that_draws_from_no_seed_changes_the_reference(string by)
    {
        var sheet = Sheet(None, A.Variation("noiseSlerp", seed: 50), A.Variation(by, seed: 60));

        TripletSheetTests.Take(sheet, (order, place) => place == 2 ? A.Fault(order, PictureFault.Black) : A.Picture(order, place));

        var next = CandidateSeed.Of(1, 0, 1);
        sheet.Wanted.Select(order => order.Seed).ShouldBe([next, next, next]);
        sheet.Wanted[1].Perturbations[0].Seed.ShouldBe(50);
    }

    [Fact]
    public void The_references_candidates_are_bounded_whoever_asks_for_another()
    {
        var sheet = Sheet(None, A.Variation("noiseSlerp"), A.Variation("promptBlend"));  // four redraws
        for (var round = 0; round < 4; round++)
            TripletSheetTests.Take(sheet, (order, place) => place == 2 ? A.Fault(order, PictureFault.Flat) : A.Picture(order, place));

        Should.Throw<PaintingRefusedException>(() => TripletSheetTests.Take(sheet, (order, _) => A.Fault(order, PictureFault.Flat)))
            .Message.ShouldContain("screened out 5 times (flat 5)");
    }

    /// <summary>A small level gives a picture near its reference: that is what was ordered. The very same picture is not.</summary>
    [Fact]
    public void A_variation_may_be_near_its_reference_but_not_the_same()
    {
        var sheet = Sheet(None, A.Variation("noiseSlerp", seed: 50), A.Variation("labShift", seed: 60));

        TripletSheetTests.Take(sheet, (order, place) =>
        {
            var picture = A.Picture(order, 0);
            if (place == 1)
                picture.Image.Bytes[100] ^= 1;
            return picture;
        });

        var again = sheet.Wanted.ShouldHaveSingleItem();
        again.Perturbations[0].Operator.ShouldBe(PerturbationOperator.LabShift);
        sheet.Screened.ShouldBe(new Dictionary<string, int> { ["nearDuplicate"] = 1 });
    }

    [Fact]
    public void Orders_that_make_no_triplet_are_refused()
    {
        Refusal(A.Order() with { Seeds = [1, 2] }).ShouldContain("2 seeds");
        Refusal(A.Order() with { Variations = [None, None] }).ShouldContain("2 pictures");
        Refusal(A.Order() with { Variations = [A.Variation("labShift"), None, None] }).ShouldContain("the first is empty");
        Refusal(A.Order() with { Variations = [None, A.Variation("sharpen"), None] }).ShouldContain("'sharpen'");
        Refusal(A.Order() with { Variations = [None, [A.Variation("labShift")[0] with { Dimension = "mood" }], None] }).ShouldContain("'mood'");

        static string Refusal(PaintTriplet order) => Should.Throw<OrderRefusedException>(() => new TripletSheet(order)).Message;
    }

    private static TripletSheet Sheet(params IReadOnlyList<PictureVariation>[] variations) => new(A.Order() with { Variations = variations });
}
