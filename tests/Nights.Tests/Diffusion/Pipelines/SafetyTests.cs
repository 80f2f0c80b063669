using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;
using Nights.Domain.Campaigns;
using Nights.Imaging;
using Nights.Onnx;

namespace Nights.Tests.Diffusion.Pipelines;

public sealed class SafetyTests : IDisposable
{
    private static readonly PaintSettings Settings = new() { Width = 128, Height = 96, Steps = 4, Guidance = 1 };
    private static readonly PictureOrder[] Orders = [.. new[] { "a red star", "a blue circle", "a yellow triangle" }.Select((prompt, i) => new PictureOrder { Prompt = prompt, Seed = i })];
    private readonly TestModel folder = new();

    /// <summary>The checker objects to nothing but a difference from what it should be given: CLIP's view, and the picture itself, rows of pixels of red, green and blue in [0, 1].</summary>
    [Fact]
    public void The_checker_is_given_CLIPs_view_and_the_picture()
    {
        var image = Painted(PictureSafety.Off)[0].Image;
        var view = new float[3 * 224 * 224];
        new ClipPreprocessing(ModelJson.ReadIfThere(folder["none.json"]), 224).Look(image, view);
        float[] whole = [.. image.Bytes.ToArray().Select(value => value / 255f)];

        Flags(view, whole).ShouldBeFalse();
        Flags([.. view[..^1], view[^1] + 0.01f], whole).ShouldBeTrue();
        Flags(view, [.. whole[..^1], whole[^1] + 0.01f]).ShouldBeTrue();

        bool Flags(float[] expectedView, float[] expectedImage)
        {
            WriteChecker((seen, images) => Differs(seen, expectedView, 3, 224, 224) + Differs(images!.Value, expectedImage, 96, 128, 3));
            using var model = folder.Open();
            return model.SafetyChecker!.Flags(image, TestContext.Current.CancellationToken);
        }

        static Expression Differs(Expression given, float[] expected, params long[] shape) =>
            given.Graph.Reduce("ReduceMax", (given - given.Graph.Tensor(expected, [1, .. shape])).Abs(), keep: false, 1, 2, 3) - 1e-4f;
    }

    [Fact]
    public void A_flagged_picture_is_a_fault_of_its_own_and_spares_its_neighbours()
    {
        var images = Painted(PictureSafety.Off).Select(picture => picture.Image).ToArray();
        var brightness = images.Select(Brightness).ToArray();
        var (brightest, limit) = (Array.IndexOf(brightness, brightness.Max()), brightness.Order().Skip(1).Average());
        WriteChecker((seen, _) => seen.Graph.Reduce("ReduceMean", seen, keep: false, 1, 2, 3) - limit, withImages: false);

        foreach (var policy in new[] { PictureSafety.Optional, PictureSafety.Required })
        {
            var painted = Painted(policy);
            for (var i = 0; i < painted.Count; i++)
                if (i == brightest)
                    Should.Throw<PictureFaultException>(() => painted[i].Image).Fault.ShouldBe(PictureFault.Unsafe);
                else
                    painted[i].Image.Bytes.SequenceEqual(images[i].Bytes).ShouldBeTrue();
        }
        Painted(PictureSafety.Off).ShouldAllBe(picture => picture.Fault == null);
    }

    /// <summary>optimum's exports name a checker and have none; others say null.</summary>
    [Theory]
    [InlineData("""[null, null]""")]
    [InlineData("""["stable_diffusion", "StableDiffusionSafetyChecker"]""")]
    public void A_model_without_a_checker_is_refused_only_where_one_is_required(string named)
    {
        File.WriteAllText(folder["model_index.json"], $$"""{ "_class_name": "StableDiffusionPipeline", "safety_checker": {{named}} }""");

        Painted(PictureSafety.Optional).ShouldAllBe(picture => picture.Fault == null);
        Should.Throw<OrderRefusedException>(() => Painted(PictureSafety.Required)).Message.ShouldContain("safety_checker/model.onnx");
    }

    [Fact]
    public void A_checker_without_flags_is_named_at_opening()
    {
        WriteChecker((seen, _) => seen.Graph.Reduce("ReduceMean", seen, keep: false, 1, 2, 3), output: "other");

        Should.Throw<ModelFolderException>(folder.Open).Message.ShouldContain("has_nsfw_concepts");
    }

    public void Dispose() => folder.Dispose();

    private IReadOnlyList<PaintedPicture> Painted(PictureSafety policy)
    {
        using var model = folder.Open();
        return new Painter(model).Paint(Orders, Settings with { Safety = policy }, null, TestContext.Current.CancellationToken);
    }

    private float Brightness(PixelImage image)
    {
        var view = new float[3 * 224 * 224];
        new ClipPreprocessing(ModelJson.ReadIfThere(folder["none.json"]), 224).Look(image, view);
        return view.Average();
    }

    /// <summary>A checker that flags rows where a number is above 0.</summary>
    private void WriteChecker(Func<Expression, Expression?, Expression> judge, bool withImages = true, string output = "has_nsfw_concepts")
    {
        var graph = new GraphBuilder("safety_checker");
        var seen = graph.Input("clip_input", ElementType.Float32, "batch", 3, withImages ? 224 : "height", withImages ? 224 : "width");
        Expression? images = withImages ? graph.Input("images", ElementType.Float32, "batch", "rows", "columns", 3) : null;
        graph.Output(graph.Node("Greater", judge(seen, images).Reshape(-1), graph.Scalar(0)), output, ElementType.Bool, "batch");
        Directory.CreateDirectory(folder["safety_checker"]);
        folder.Replace("safety_checker", graph.ToModel());
    }
}
