using Nights.Domain.Guidance;
using Nights.Domain.Randomness;
using Nights.Domain.Triplets;

namespace Nights.Tests.Domain.Guidance;

public sealed class TripletDistancesTests
{
    [Theory]
    [InlineData(0, 0.1, 0.2, 0.3)]
    [InlineData(1, 0.1, 0.3, 0.2)]
    [InlineData(2, 0.2, 0.3, 0.1)]
    public void Each_picture_in_turn_is_the_reference(int role, double a, double b, double apart) =>
        new PaintingDistances(0.1, 0.2, 0.3).Of(TripletPictures.Of(role)).ShouldBe(new TripletDistances(a, b, apart));

    [Theory]
    [InlineData(0.1, 0.1, 0.5)]
    [InlineData(0.1, 0.15, 0.7310585786)]
    [InlineData(0.15, 0.1, 0.2689414214)]
    [InlineData(0, 2, 0.99)]
    [InlineData(2, 0, 0.01)]
    public void The_nearer_variation_is_expected_by_a_logistic_of_the_difference(double a, double b, double expected) =>
        new TripletDistances(a, b, 0.3).ExpectedA(0.05).ShouldBe(expected, 1e-9);

    [Fact]
    public void A_scale_of_nothing_is_refused() => Should.Throw<ArgumentOutOfRangeException>(() => new TripletDistances(0.1, 0.2, 0.3).ExpectedA(0));

    [Fact]
    public void Variations_are_nearly_identical_up_to_the_limit_and_never_without_one()
    {
        new TripletDistances(0.4, 0.4, 0.01).AreNearIdentical(0.01).ShouldBeTrue();
        new TripletDistances(0.4, 0.4, 0.0101).AreNearIdentical(0.01).ShouldBeFalse();
        new TripletDistances(0, 0, 0).AreNearIdentical(0).ShouldBeFalse();
        // One that equals the reference beside one that does not is the clearest triplet of all.
        new TripletDistances(0, 0.5, 0.5).AreNearIdentical(0.01).ShouldBeFalse();
    }

    [Fact]
    public void Two_that_are_nearly_the_reference_are_near_each_other()
    {
        // The reason why only the two variations are looked at: 1 − cosine of angles that add up at most. Whatever the three embeddings.
        var draw = new SplitMix64(1);
        for (var i = 0; i < 1000; i++)
        {
            var vectors = Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 6).Select(_ => draw.NextNormal()).ToArray()).ToArray();
            var (a, b, apart) = (Distance(vectors[0], vectors[1]), Distance(vectors[0], vectors[2]), Distance(vectors[1], vectors[2]));
            var most = Math.Min(Math.PI, Math.Acos(1 - a) + Math.Acos(1 - b));
            apart.ShouldBeLessThanOrEqualTo(1 - Math.Cos(most) + 1e-9);
            apart.ShouldBeLessThanOrEqualTo(4 * Math.Max(a, b) + 1e-9);
        }

        static double Distance(double[] one, double[] other)
        {
            static double Dot(double[] u, double[] v) => u.Zip(v, (x, y) => x * y).Sum();
            return 1 - Math.Clamp(Dot(one, other) / Math.Sqrt(Dot(one, one) * Dot(other, other)), -1, 1);
        }
    }

    [Theory]
    [InlineData(0.1, double.NaN, 0.2)]
    [InlineData(-0.1, 0.1, 0.2)]
    [InlineData(0.1, 2.1, 0.2)]
    public void Distances_outside_of_their_range_are_none(double first, double second, double third) => new PaintingDistances(first, second, third).AreNumbers.ShouldBeFalse();
}
