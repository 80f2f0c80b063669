using Nights.Local.Simulation.Sight;

namespace Nights.IntegrationTests.Simulation;

public sealed class PerceptualOracleTests
{
    private readonly PerceptualOracle oracle = new();

    [Fact]
    public void The_nearer_colour_wins() => Nearer(Drawn.Picture(colour: Drawn.Orange), than: Drawn.Picture(colour: Drawn.Blue)).ShouldBeGreaterThan(0.9);

    [Fact]
    public void The_nearer_place_wins() => Nearer(Drawn.Picture(x: 0.55), than: Drawn.Picture(x: 0.75, y: 0.3)).ShouldBeGreaterThan(0.9);

    [Fact]
    public void The_nearer_size_wins() => Nearer(Drawn.Picture(radius: 0.22), than: Drawn.Picture(radius: 0.35)).ShouldBeGreaterThan(0.9);

    [Fact]
    public void The_nearer_outline_wins() => Nearer(
        Drawn.Picture(shape: (u, v) => Math.Abs(u) < 0.89 && Math.Abs(v) < 0.89),
        than: Drawn.Picture(shape: (u, v) => Math.Abs(u) < 0.4 && Math.Abs(v) < 1.96)).ShouldBeGreaterThan(0.75);

    [Fact]
    public void The_nearer_texture_wins() => Nearer(Drawn.Picture(stripes: 5), than: Drawn.Picture(stripes: 60)).ShouldBeGreaterThan(0.7);

    [Fact]
    public void The_thing_matters_more_than_its_ground() => Nearer(Drawn.Picture(ground: Drawn.Dark), than: Drawn.Picture(colour: Drawn.Blue)).ShouldBeGreaterThan(0.8);

    [Fact]
    public void The_same_picture_is_nearest_and_equals_are_a_coin()
    {
        var reference = Look(Drawn.Picture());
        Taste.Common.Disagreement(reference.Impression, reference.Impression).ShouldBe(0);
        PerceptualOracle.ChooseFirst(Taste.Common, reference, reference, reference).ShouldBe(0.5);
    }

    [Fact]
    public void Exchanging_the_candidates_exchanges_the_probability()
    {
        var (reference, one, other) = (Look(Drawn.Picture()), Look(Drawn.Picture(x: 0.6)), Look(Drawn.Picture(radius: 0.25)));
        var first = PerceptualOracle.ChooseFirst(Taste.Common, reference, one, other);
        PerceptualOracle.ChooseFirst(Taste.Common, reference, other, one).ShouldBe(1 - first, 1e-12);
    }

    [Fact]
    public void What_is_seen_is_what_was_drawn()
    {
        var seen = Look(Drawn.Picture(x: 0.3, y: 0.7, radius: 0.2)).Impression;
        seen.Place.X.ShouldBe(0.3f, 0.02f);
        seen.Place.Y.ShouldBe(0.7f, 0.02f);
        seen.Area.ShouldBe(MathF.PI * 0.04f, 0.02f);
        seen.Ground.X.ShouldBe(53.6f, 0.5f); // L* of sRGB 128, 128, 128
        seen.Colour.Y.ShouldBeGreaterThan(40); // red
    }

    [Fact]
    public void A_thing_that_reaches_over_the_border_is_still_told_from_the_ground() =>
        Look(Drawn.Picture(x: 0.5, y: 0.95, radius: 0.3)).Impression.Ground.X.ShouldBe(53.6f, 1);

    [Fact]
    public void A_picture_without_a_thing_is_seen_too()
    {
        var empty = Look(Drawn.Picture(colour: Drawn.Grey)).Impression;
        empty.Area.ShouldBe(1f / 4096);
        empty.Texture.ShouldBe(0);
        float.IsFinite(Taste.Common.Disagreement(empty, Look(Drawn.Picture()).Impression)).ShouldBeTrue();
    }

    [Fact]
    public void Each_content_is_analysed_once()
    {
        Look(Drawn.Picture()).ShouldBeSameAs(Look(Drawn.Picture()));
        oracle.Analysed.ShouldBe(1);
    }

    [Fact]
    public void Bytes_that_are_no_picture_are_refused() => Should.Throw<InvalidDataException>(() => oracle.Look("not a picture"u8));

    private SeenPicture Look(byte[] file) => oracle.Look(file);

    /// <summary>How probably the nearer is chosen beside a red disc in the middle.</summary>
    private double Nearer(byte[] near, byte[] than) => PerceptualOracle.ChooseFirst(Taste.Common, Look(Drawn.Picture()), Look(near), Look(than));
}
