using Nights.Diffusion.Variations;

namespace Nights.Tests.Diffusion.Variations;

public sealed class FrequencyBandsTests
{
    [Theory]
    [InlineData(0, 0, 0.0)]
    [InlineData(32, 32, 0.5)]
    [InlineData(0, 32, 0.35355339)]
    [InlineData(63, 63, 0.984375)]
    public void A_radius_is_normalised_to_the_corner(int row, int column, double radius) => FrequencyBands.Radius(row, column, 64, 64).ShouldBe(radius, 1e-8);

    [Fact]
    public void A_radius_counts_cycles_of_each_edge_not_latents() => FrequencyBands.Radius(8, 0, 32, 64).ShouldBe(FrequencyBands.Radius(0, 16, 32, 64));

    /// <summary>π/4·2ρ² below ρ = 1/√2, the unit square above it.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.4, 0.251327412)]
    [InlineData(0.6, 0.565486678)]
    [InlineData(0.70710678118, 0.785398163)]
    [InlineData(1, 1)]
    public void The_share_below_a_radius_is_an_area(double rho, double share) => FrequencyBands.ShareBelow(rho).ShouldBe(share, 1e-6);

    [Fact]
    public void The_share_counts_coefficients()
    {
        foreach (var rho in new[] { 0.2, 0.5, 0.8, 0.95 })
        {
            var below = Enumerable.Range(0, 512 * 512).Count(i => FrequencyBands.Radius(i / 512, i % 512, 512, 512) < rho);
            (below / (512.0 * 512)).ShouldBe(FrequencyBands.ShareBelow(rho), 0.01);
        }
    }

    [Fact]
    public void Cut_offs_start_at_nothing_end_at_their_bands_and_never_meet()
    {
        FrequencyBands.LowCut(0).ShouldBe(0);
        FrequencyBands.LowCut(1).ShouldBe(FrequencyBands.LowEnd);
        FrequencyBands.HighCut(0).ShouldBe(1);
        FrequencyBands.HighCut(1).ShouldBe(FrequencyBands.HighStart);
        FrequencyBands.LowEnd.ShouldBeLessThan(FrequencyBands.HighStart);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void A_level_takes_its_square_of_each_band(double level)
    {
        FrequencyBands.ShareBelow(FrequencyBands.LowCut(level)).ShouldBe(level * level * FrequencyBands.ShareBelow(FrequencyBands.LowEnd), 1e-9);
        (1 - FrequencyBands.ShareBelow(FrequencyBands.HighCut(level))).ShouldBe(level * level * (1 - FrequencyBands.ShareBelow(FrequencyBands.HighStart)), 1e-9);
    }
}
