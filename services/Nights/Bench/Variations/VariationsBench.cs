using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;
using Nights.Domain.Perturbations;
using Nights.Imaging;

namespace Nights.Local.Bench.Variations;

/// <summary>
/// What each operator moves: pictures of some categories, each varied by every operator at every level, and how far the variations lie from their references in
/// each of the five dimensions. The limit is a picture of another category from another seed, which moves as much as anything can.
/// </summary>
internal static class VariationsBench
{
    private static readonly string[] Categories = ["otter", "teapot", "zebra", "violin", "daisy", "lighthouse", "pretzel", "beetle"];

    public sealed record Options(string Model, int Size, int Steps, double Guidance, int References, int Threads, IReadOnlyList<double> Levels);

    /// <summary>The figures, and the sheet: a row for each operator, the first two references and their variations by level.</summary>
    public static (BenchResult Result, PixelImage Sheet) Run(Options options, string directory, Action<string> tell, CancellationToken cancel)
    {
        using var model = ModelFolder.Open(directory, new RuntimeOptions { Threads = options.Threads });
        var studio = new Studio(new Painter(model), options, cancel);
        var references = studio.Paint(_ => []);
        var unrelated = studio.PaintUnrelated();
        var rows = new List<Row>();
        var sheet = new List<IReadOnlyList<PixelImage?>>();
        foreach (var row in OperatorRow.All(options.Model))
        {
            var shown = new List<PixelImage?> { references[0] };
            foreach (var level in options.Levels)
            {
                var variations = studio.Paint(reference => [Studio.Change(row, level, reference)]);
                rows.Add(new Row(row.Dimension.Word(), row.ToString(), level, Movement.Share(references, variations, unrelated)));
                shown.AddRange(variations.Take(2));
                tell(rows[^1].ToString());
            }
            sheet.Add(shown);
        }
        return (Result(options, rows), ContactSheet.Of(sheet, 160));
    }

    /// <summary>The figure is the weakest of the five defaults at its highest level, in its own dimension.</summary>
    private static BenchResult Result(Options options, IReadOnlyList<Row> rows)
    {
        var defaults = rows.Where(row => row.Level == options.Levels.Max()).Take(Enum.GetValues<PerturbationDimension>().Length).ToList();
        var weakest = defaults.Min(row => row.Own);
        return new BenchResult("variations", weakest, "of an unrelated picture's movement", 1, "a picture of another category and seed", weakest, new Dictionary<string, object>
        {
            ["model"] = options.Model,
            ["size"] = options.Size,
            ["steps"] = options.Steps,
            ["guidance"] = options.Guidance,
            ["references"] = options.References,
            ["rows"] = rows,
        });
    }

    internal sealed record Row(string Dimension, string Operator, double Level, Movement Moved)
    {
        /// <summary>Movement in the dimension it claims.</summary>
        public double Own => Dimension switch
        {
            "colour" => Moved.Colour,
            "texture" => Moved.Texture,
            "layout" => Moved.Layout,
            "pose" => Moved.Pose,
            _ => Moved.Content,
        };

        public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{Dimension,-8} {Operator,-48} {Level:F2}  colour {Moved.Colour:F2}  texture {Moved.Texture:F2}  layout {Moved.Layout:F2}  pose {Moved.Pose:F2}  content {Moved.Content:F2}");
    }

    /// <summary>Paints the references and what is made of them, in batches.</summary>
    private sealed class Studio(Painter painter, Options options, CancellationToken cancel)
    {
        private const int BatchSize = 8;
        private readonly PaintSettings settings = new() { Width = options.Size, Height = options.Size, Steps = options.Steps, Guidance = options.Guidance };

        public List<PixelImage> Paint(Func<int, IReadOnlyList<Perturbation>> changes) =>
            Paint(reference => new PictureOrder { Prompt = OperatorRow.Prompt(Category(reference)), Seed = 100 + reference, Perturbations = changes(reference) });

        public List<PixelImage> PaintUnrelated() =>
            Paint(reference => new PictureOrder { Prompt = OperatorRow.Prompt(Sibling(reference)), Seed = 50_000 + reference });

        public static Perturbation Change(OperatorRow row, double level, int reference) => row.At(level, 90_000 + reference, Category(reference), Sibling(reference));

        private static string Category(int reference) => Categories[reference % Categories.Length];

        private static string Sibling(int reference) => Categories[(reference + 3) % Categories.Length];

        private List<PixelImage> Paint(Func<int, PictureOrder> order) =>
            [.. Enumerable.Range(0, options.References).Chunk(BatchSize)
                .SelectMany(batch => painter.Paint([.. batch.Select(order)], settings, null, cancel).Select(painted => painted.Image))];
    }
}
