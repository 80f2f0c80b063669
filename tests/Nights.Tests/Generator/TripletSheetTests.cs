using Nights.Contracts;
using Nights.Diffusion.Pipelines;
using Nights.Domain.Randomness;
using Nights.Generator.Painting;
using PaintedPicture = Nights.Diffusion.Pipelines.PaintedPicture;

namespace Nights.Tests.Generator;

/// <summary>Screening and drawing again, where each picture has its own seed.</summary>
public sealed class TripletSheetTests
{
    [Fact]
    public void Three_good_pictures_of_the_planned_seeds_are_the_triplet()
    {
        var sheet = new TripletSheet(A.Order() with { NegativePrompt = "blurred" });
        sheet.Wanted.Select(order => (order.Seed, order.Prompt, order.NegativePrompt)).ShouldBe(new[] { 1L, 2, 3 }.Select(seed => (seed, "An image of a otter", "blurred")));

        sheet.Take(sheet.Wanted.Select((order, place) => A.Picture(order, place)).ToList());

        sheet.Wanted.ShouldBeEmpty();
        sheet.Screened.ShouldBeEmpty();
        sheet.Finished.Select(picture => picture.Order.Seed).ShouldBe([1L, 2, 3]);
    }

    [Theory]
    [InlineData(PictureFault.LatentsNotFinite, "notFinite")]
    [InlineData(PictureFault.PixelsNotFinite, "notFinite")]
    [InlineData(PictureFault.Black, "black")]
    [InlineData(PictureFault.Flat, "flat")]
    [InlineData(PictureFault.Unsafe, "safety")]
    public void What_is_no_picture_is_drawn_again_from_the_next_derived_seed_and_counted(PictureFault fault, string reason)
    {
        var sheet = new TripletSheet(A.Order());

        Take(sheet, (order, place) => place == 1 ? A.Fault(order, fault) : A.Picture(order, place));

        sheet.Wanted.Select(order => order.Seed).ShouldBe([CandidateSeed.Of(2, attempt: 0, candidate: 1)]);
        Take(sheet, (order, _) => A.Fault(order, fault));
        sheet.Wanted.Select(order => order.Seed).ShouldBe([CandidateSeed.Of(2, attempt: 0, candidate: 2)]);
        Take(sheet, (order, _) => A.Picture(order, 7));
        sheet.Wanted.ShouldBeEmpty();
        sheet.Screened.ShouldBe(new Dictionary<string, int> { [reason] = 2 });
        sheet.Finished.Select(picture => picture.Order.Seed).ShouldBe([1L, CandidateSeed.Of(2, 0, 2), 3]);
    }

    [Fact]
    public void Of_two_pictures_that_are_all_but_one_the_later_is_drawn_again()
    {
        var sheet = new TripletSheet(A.Order());

        Take(sheet, (order, place) => A.Picture(order, place == 2 ? 0 : place));

        sheet.Screened.ShouldBe(new Dictionary<string, int> { ["nearDuplicate"] = 1 });
        sheet.Wanted.Select(order => order.Seed).ShouldBe([CandidateSeed.Of(3, 0, 1)]);
    }

    [Fact]
    public void A_new_candidate_that_repeats_a_later_picture_sends_that_one_back()
    {
        var sheet = new TripletSheet(A.Order());
        Take(sheet, (order, place) => place == 0 ? A.Fault(order, PictureFault.Flat) : A.Picture(order, place));

        Take(sheet, (order, _) => A.Picture(order, 2));

        sheet.Wanted.Select(order => order.Seed).ShouldBe([CandidateSeed.Of(3, 0, 1)]);
        sheet.Screened.ShouldBe(new Dictionary<string, int> { ["flat"] = 1, ["nearDuplicate"] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public void A_place_has_its_candidates_and_no_more_and_the_refusal_says_what_they_came_to()
    {
        var sheet = new TripletSheet(A.Order() with { Redraws = 2 });
        for (var round = 0; round < 2; round++)
            Take(sheet, (order, _) => order.Seed is 1 or 2 ? A.Picture(order, (int)order.Seed) : A.Fault(order, round == 0 ? PictureFault.Black : PictureFault.Flat));

        var refused = Should.Throw<PaintingRefusedException>(() => Take(sheet, (order, _) => A.Fault(order, PictureFault.Flat)));

        refused.Message.ShouldContain("Picture 2 was screened out 3 times (black 1, flat 2)");
        refused.Message.ShouldContain("one colour");
        refused.Toll.Screened.ShouldBe(new Dictionary<string, int> { ["black"] = 1, ["flat"] = 2 }, ignoreOrder: true);
    }

    [Fact]
    public void Without_redraws_the_first_fault_is_the_last()
    {
        var sheet = new TripletSheet(A.Order() with { Redraws = 0 });

        Should.Throw<PaintingRefusedException>(() => Take(sheet, (order, _) => A.Picture(order, 1))).Message.ShouldContain("too like another picture");
    }

    [Fact]
    public void Another_attempt_has_other_seeds_throughout()
    {
        var sheet = new TripletSheet(A.Order() with { Attempt = 2 });
        sheet.Wanted.Select(order => order.Seed).ShouldBe(new[] { 1L, 2, 3 }.Select(seed => CandidateSeed.Of(seed, attempt: 2, candidate: 0)));

        Take(sheet, (order, place) => place == 0 ? A.Fault(order, PictureFault.Black) : A.Picture(order, place));

        sheet.Wanted.Select(order => order.Seed).ShouldBe([CandidateSeed.Of(1, attempt: 2, candidate: 1)]);
    }

    /// <summary>Any sequence of faults and repetitions: what comes out is three different good pictures or a refusal, and every candidate is accounted for.</summary>
    [Fact]
    public void Whatever_is_painted_no_fault_is_ever_in_a_triplet()
    {
        PictureFault?[] outcomes = [.. Enum.GetValues<PictureFault>().Select(fault => (PictureFault?)fault), null, null, null];
        var finished = 0;
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            IReadOnlyList<PictureVariation>[] variations = [[], A.Variation("noiseSlerp"), A.Variation("promptBlend")];
            var sheet = new TripletSheet(A.Order() with { Variations = seed % 2 == 0 ? [] : variations, Redraws = 6 });
            var painted = 0;
            try
            {
                while (sheet.Wanted.Count > 0)
                    Take(sheet, (order, _) =>
                    {
                        painted++;
                        return outcomes[random.Next(outcomes.Length)] is { } fault ? A.Fault(order, fault) : A.Picture(order, random.Next(12));
                    });
            }
            catch (PaintingRefusedException refused)
            {
                refused.Toll.Screened.Values.Sum().ShouldBeInRange(7, 19);
                continue;
            }
            finished++;
            sheet.Finished.Count.ShouldBe(3);
            sheet.Finished.ShouldAllBe(picture => picture.Fault == null);
            sheet.Finished.Select(picture => Convert.ToHexString(picture.Image.Bytes)).Distinct().Count().ShouldBe(3);
            if (seed % 2 == 0)
                (painted - sheet.Screened.Values.Sum()).ShouldBe(3);
        }
        finished.ShouldBeGreaterThan(50, "else this shows nothing");
    }

    internal static void Take(TripletSheet sheet, Func<PictureOrder, int, PaintedPicture> paint) => sheet.Take(sheet.Wanted.Select(paint).ToList());
}
