using Nights.Diffusion.Models;
using Nights.Diffusion.Noise;
using Nights.Diffusion.Variations;
using Nights.Domain.Campaigns;
using Nights.Domain.Perturbations;

namespace Nights.Diffusion.Pipelines;

/// <summary>What an order must keep to, said before any work is done.</summary>
internal static class OrderCheck
{
    private const int LongestPrompt = 4000;
    private const int MostPerturbations = 16;

    public static void Require(IReadOnlyList<PictureOrder> orders, PaintSettings settings, ModelFolder model)
    {
        if (orders.Count == 0)
            throw new OrderRefusedException("No picture was ordered; at least one is needed.");
        Settings(settings, model);
        var picture = LatentShape.Of(model, settings);
        var isStochastic = Trajectory.Scheduler(model, settings, picture, strength: 1).IsStochastic;
        foreach (var order in orders)
            Order(order, model, isStochastic);
        foreach (var strength in Strengths(orders))
            Trajectory.Scheduler(model, settings, picture, strength);
    }

    /// <summary>How much of the schedule is run, for all runs that take only part of it.</summary>
    private static IEnumerable<double> Strengths(IReadOnlyList<PictureOrder> orders) => orders.Select(order => new Canvas(order))
        .SelectMany(canvas => canvas.Refinements.Select(refinement => StepLevels.ImageToImageStrength(refinement.Level)).Append(canvas.Strength))
        .Distinct();

    private static void Settings(PaintSettings settings, ModelFolder model)
    {
        Edge("width", settings.Width, model.SizeMultiple);
        Edge("height", settings.Height, model.SizeMultiple);
        if (!model.Takes(settings.Height, settings.Width))
            throw new OrderRefusedException(
                $"{settings.Width} × {settings.Height} pixels were ordered, and the graphs of '{model.Directory}' are exported for one other size. Order that, or export them with sizes that vary.");
        if (settings.Steps is < 1 or > PaintSettings.MostSteps)
            throw new OrderRefusedException($"{settings.Steps} steps were ordered; 1 to {PaintSettings.MostSteps} can be taken.");
        if (!double.IsFinite(settings.Guidance) || settings.Guidance is < 0 or > 100)
            throw new OrderRefusedException($"A guidance of {settings.Guidance} was ordered; 0 to 100 can be used.");
        Share("guidance rescale", settings.GuidanceRescale);
        if (settings.Eta is { } eta)
            Share("eta", eta);
        if (!NoiseSources.Names.Contains(settings.NoiseSource))
            throw new OrderRefusedException($"The noise source '{settings.NoiseSource}' was ordered; {string.Join(", ", NoiseSources.Names)} are known.");
        if (settings.Safety == PictureSafety.Required && model.SafetyChecker is null)
            throw new OrderRefusedException(
                $"A safety check is required, and '{model.Directory}' has no safety_checker/model.onnx; add one to the folder, or order with safety optional or off.");
    }

    private static void Order(PictureOrder order, ModelFolder model, bool isStochastic)
    {
        Prompt("prompt", order.Prompt);
        Prompt("negative prompt", order.NegativePrompt);
        Seed(order.Seed);
        if (string.IsNullOrWhiteSpace(order.Prompt))
            throw new OrderRefusedException("The prompt is empty; say what is to be painted.");
        if (order.Init is { } init)
        {
            if (model.VaeEncoder is null)
                throw new OrderRefusedException($"A picture to start from was given, and '{model.Directory}' has no vae_encoder/model.onnx; export it with the encoder.");
            if (!(init.Strength is > 0 and <= 1))
                throw new OrderRefusedException($"A strength of {init.Strength} was ordered; above 0 and up to 1 can be used.");
        }
        if (order.Perturbations.Count > MostPerturbations)
            throw new OrderRefusedException($"{order.Perturbations.Count} perturbations of one picture were ordered; {MostPerturbations} can be applied.");
        foreach (var perturbation in order.Perturbations)
            Perturbed(perturbation, isStochastic);
    }

    private static void Perturbed(Perturbation perturbation, bool isStochastic)
    {
        if (perturbation is null)
            throw new OrderRefusedException("A perturbation is null; leave it out.");
        if (OperatorNeeds.Fault(perturbation, isStochastic) is { } fault)
            throw new OrderRefusedException(fault);
        if (perturbation.Prompt is not null)
            Prompt($"prompt of {perturbation.Operator}", perturbation.Prompt);
    }

    private static void Seed(long seed)
    {
        if (seed is < 0 or > uint.MaxValue)
            throw new OrderRefusedException($"The seed {seed} was ordered; seeds are 0 to {uint.MaxValue}.");
    }

    private static void Share(string name, double value)
    {
        if (!(value is >= 0 and <= 1))
            throw new OrderRefusedException($"A {name} of {value} was ordered; 0 to 1 can be used.");
    }

    private static void Edge(string name, int pixels, int multiple)
    {
        if (pixels < multiple || pixels > PaintSettings.LargestEdge || pixels % multiple != 0)
            throw new OrderRefusedException(
                $"A {name} of {pixels} pixels was ordered; this model paints multiples of {multiple} from {multiple} to {PaintSettings.LargestEdge}.");
    }

    private static void Prompt(string name, string? text)
    {
        if (text is null || text.Length > LongestPrompt)
            throw new OrderRefusedException($"The {name} has {text?.Length ?? 0} characters; 1 to {LongestPrompt} can be read.");
        for (var i = 0; i < text.Length; i++)
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
                throw new OrderRefusedException($"The {name} is no valid Unicode text at character {i}.");
    }
}
