using Nights.Imaging;
using Nights.Local.Bench.Variations;

namespace Nights.IntegrationTests.Bench;

/// <summary>Each measure on pictures drawn to move one dimension only.</summary>
public sealed class MovementTests
{
    private static readonly Drawing Reference = new();

    [Fact]
    public void The_same_picture_has_not_moved() => Of(Reference).ShouldBe(new Movement(0, 0, 0, 0, 0), Within(1e-6));

    [Fact]
    public void A_moved_and_smaller_thing_moves_in_layout_only()
    {
        var moved = Of(Reference with { X = 0.4, Y = 0.6, Radius = 0.16 });

        moved.Layout.ShouldBeGreaterThan(1);
        moved.Colour.ShouldBeLessThan(2);
        moved.Texture.ShouldBeLessThan(0.25);
        moved.Pose.ShouldBeLessThan(4);
        moved.Content.ShouldBeLessThan(0.15);
    }

    [Fact]
    public void A_recoloured_picture_moves_in_colour_only()
    {
        var moved = Of(Reference with { Thing = (70, 90, 215), Ground = (200, 150, 120) });

        moved.Colour.ShouldBeGreaterThan(25);
        moved.Texture.ShouldBeLessThan(0.1);
        moved.Layout.ShouldBeLessThan(0.05);
        moved.Pose.ShouldBe(0);
        moved.Content.ShouldBeLessThan(0.05);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(-60)]
    [InlineData(100)]
    public void A_turned_thing_moves_in_pose_only(double degrees)
    {
        var moved = Of(Reference with { Degrees = degrees });

        moved.Pose.ShouldBe(Math.Abs(degrees), 0.25 * Math.Abs(degrees));
        moved.Colour.ShouldBeLessThan(2);
        moved.Texture.ShouldBeLessThan(0.3);
        moved.Layout.ShouldBeLessThan(0.1);
        moved.Content.ShouldBeLessThan(0.15);
    }

    [Fact]
    public void Other_stripes_move_in_texture_only()
    {
        var moved = Of(Reference with { Phase = Math.PI });

        moved.Texture.ShouldBeGreaterThan(1);
        moved.Colour.ShouldBeLessThan(6);
        moved.Layout.ShouldBeLessThan(0.05);
        moved.Pose.ShouldBe(0);
        moved.Content.ShouldBeLessThan(0.05);
        Of(Reference with { Contrast = 0 }).Texture.ShouldBe(1, 0.01);
    }

    [Fact]
    public void Another_outline_moves_in_content()
    {
        var moved = Of(Reference with { Shape = (u, v) => u * u + v * v <= 1.6 });

        moved.Content.ShouldBeGreaterThan(0.25);
        moved.Colour.ShouldBeLessThan(4);
        moved.Layout.ShouldBeLessThan(0.3);
        moved.Pose.ShouldBeLessThan(10);
    }

    [Fact]
    public void A_disc_is_never_turned()
    {
        var disc = new Drawing { Shape = (u, v) => u * u + v * v <= 1, Contrast = 0 };

        Movement.Between(Seen(disc), Seen(disc with { Degrees = 77 })).Pose.ShouldBe(0);
    }

    [Fact]
    public void Movement_is_a_share_of_what_an_unrelated_picture_moves()
    {
        var reference = Reference.Paint();
        var unrelated = (Reference with { X = 0.3, Y = 0.7, Radius = 0.1, Thing = (40, 60, 220), Phase = 2, Degrees = 40 }).Paint();

        Movement.Share([reference], [unrelated], [unrelated]).ShouldBe(new Movement(1, 1, 1, 1, 1), Within(1e-9));
        var share = Movement.Share([reference, reference], [(Reference with { X = 0.4 }).Paint(), reference], [unrelated, unrelated]);
        share.Layout.ShouldBeInRange(0.03, 0.4);
        share.Colour.ShouldBeLessThan(0.05);
    }

    [Fact]
    public void Pictures_go_together_in_threes() =>
        Should.Throw<ArgumentException>(() => Movement.Share([Reference.Paint()], [], [Reference.Paint()])).Message.ShouldContain("1, 0 and 1");

    [Fact]
    public void A_picture_without_a_thing_is_measured_too()
    {
        var empty = new PixelImage(64, 64);
        empty.Bytes.Fill(90);

        var moved = Movement.Between(Seen(Reference), SeenThing.Of(empty));
        new[] { moved.Colour, moved.Texture, moved.Layout, moved.Pose, moved.Content }.ShouldAllBe(value => double.IsFinite(value));
    }

    private static Movement Of(Drawing variation) => Movement.Between(Seen(Reference), Seen(variation));

    private static SeenThing Seen(Drawing drawing) => SeenThing.Of(drawing.Paint());

    private static IEqualityComparer<Movement> Within(double tolerance) => EqualityComparer<Movement>.Create(
        (one, other) => Numbers(one).Zip(Numbers(other)).All(pair => Math.Abs(pair.First - pair.Second) <= tolerance));

    private static double[] Numbers(Movement movement) => [movement.Colour, movement.Texture, movement.Layout, movement.Pose, movement.Content];

    /// <summary>A striped thing on plain ground, 192 × 192; an L without symmetry unless another shape is given.</summary>
    private sealed record Drawing
    {
        private const int Edge = 192;

        public double X { get; init; } = 0.5;
        public double Y { get; init; } = 0.5;
        public double Radius { get; init; } = 0.2;
        public double Degrees { get; init; }
        public double Phase { get; init; }
        public double Contrast { get; init; } = 45;
        public (int R, int G, int B) Thing { get; init; } = (200, 80, 70);
        public (int R, int G, int B) Ground { get; init; } = (120, 130, 150);
        public Func<double, double, bool> Shape { get; init; } = (u, v) => u is > -0.7 and < 0.7 && v is > -1.5 and < 1.5 || u is >= 0.7 and < 1.6 && v is > 0.6 and < 1.5;

        public PixelImage Paint()
        {
            var image = new PixelImage(Edge, Edge);
            var middle = Middle;
            var (sine, cosine) = Math.SinCos(Degrees * Math.PI / 180);
            for (var row = 0; row < Edge; row++)
                for (var column = 0; column < Edge; column++)
                {
                    // About the centroid of the shape, so that turning does not move it.
                    var (right, down) = (((column + 0.5) / Edge - X) / Radius, ((row + 0.5) / Edge - Y) / Radius);
                    var (u, v) = (right * cosine + down * sine + middle.U, down * cosine - right * sine + middle.V);
                    var inside = Shape(u, v);
                    var change = inside ? Contrast * Math.Sin(4 * v + Phase) : 0;
                    var (r, g, b) = inside ? Thing : Ground;
                    (image.Row(row)[3 * column], image.Row(row)[3 * column + 1], image.Row(row)[3 * column + 2]) = (Byte(r + change), Byte(g + change), Byte(b + change));
                }
            return image;
        }

        private (double U, double V) Middle
        {
            get
            {
                var points = Enumerable.Range(0, 10_000).Select(i => (U: i % 100 / 25.0 - 2, V: i / 100 / 25.0 - 2)).Where(point => Shape(point.U, point.V)).ToArray();
                return (points.Average(point => point.U), points.Average(point => point.V));
            }
        }

        private static byte Byte(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
    }
}
