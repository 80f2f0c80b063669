using System.CommandLine;
using System.Security.Cryptography;
using Nights.Diffusion.Models;
using Nights.Diffusion.Noise;
using Nights.Diffusion.Pipelines;
using Nights.Diffusion.Procedural;
using Nights.Diffusion.Schedulers;
using Nights.Domain.Campaigns;
using Nights.Imaging;

namespace Nights.Local.Commands;

/// <summary>What can be said to <c>nights paint</c> about a picture, and what it means to the painter.</summary>
internal static class PaintOptions
{
    public static readonly Argument<string?> Prompt = new("PROMPT")
    {
        Description = "What is to be painted, e.g. \"An image of an otter\"; not with --from.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string> Model = ModelOption();
    private static readonly Option<long> Seed = new("--seed") { Description = "Seed of the picture's noise, 0 to 4294967295.", HelpName = "N", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Scheduler = new("--scheduler")
    {
        Description = $"One of {string.Join(", ", SchedulerCatalogue.Names)}; the model's own when not given.",
        HelpName = "NAME",
    };
    private static readonly Option<int> Steps = new("--steps") { Description = "Inference steps.", HelpName = "N", DefaultValueFactory = _ => 20 };
    private static readonly Option<double> Guidance = new("--guidance")
    {
        Description = "Classifier-free guidance scale; 1 turns it off.",
        HelpName = "G",
        DefaultValueFactory = _ => 7.5,
    };
    private static readonly Option<double> Rescale = new("--guidance-rescale") { Description = "Brings a guided picture's contrast back, 0 to 1.", HelpName = "SHARE" };
    private static readonly Option<bool> Split = new("--split-guidance") { Description = "Guides with two model calls in place of one of twice the size: less memory." };
    private static readonly Option<double?> Eta = new("--eta") { Description = "Fresh noise of DDIM's steps, 0 to 1.", HelpName = "SHARE" };
    private static readonly Option<int> Size = new("--size") { Description = "Width and height in pixels.", HelpName = "PIXELS", DefaultValueFactory = _ => 512 };
    private static readonly Option<int?> Width = new("--width") { Description = "Width in pixels, in place of --size.", HelpName = "PIXELS" };
    private static readonly Option<int?> Height = new("--height") { Description = "Height in pixels, in place of --size.", HelpName = "PIXELS" };
    private static readonly Option<string> Negative = new("--negative") { Description = "What is not to be in the picture.", HelpName = "PROMPT", DefaultValueFactory = _ => "" };
    private static readonly Option<FileInfo?> Init = new("--init") { Description = "Picture to start from (PNG, JPEG, WebP).", HelpName = "IMG" };
    private static readonly Option<double> Strength = new("--strength")
    {
        Description = "How much of the picture to start from is forgotten, above 0 and up to 1.",
        HelpName = "SHARE",
        DefaultValueFactory = _ => 0.6,
    };
    private static readonly Option<string[]> Vary = new("--vary")
    {
        Description = "Makes the picture a variation: DIMENSION:OPERATOR:LEVEL[:SEED[:PROMPT]], e.g. layout:lowBandSwap:0.5:7. May be given more than once.",
        HelpName = "CHANGE",
    };
    private static readonly Option<string> Noise = new("--noise")
    {
        Description = $"Whose random numbers the noise follows: {string.Join(", ", NoiseSources.Names)}.",
        HelpName = "NAME",
        DefaultValueFactory = _ => TorchCpuNoise.Name,
    };
    private static readonly Option<PictureSafety> Safety = new("--safety")
    {
        Description = "required, optional (checked where the model has a checker) or off.",
        DefaultValueFactory = _ => PictureSafety.Optional,
    };
    private static readonly RuntimeChoice Runtime = new();

    public static IEnumerable<Option> All =>
    [
        Model, Seed, Scheduler, Steps, Guidance, Rescale, Split, Eta, Size, Width, Height, Negative, Init, Strength, Vary, Noise, Safety, .. Runtime.All,
    ];

    public static Option<string> ModelOption() => new("--model")
    {
        Description = "Folder of a Stable Diffusion ONNX export, or procedural for the demo model.",
        HelpName = "DIR",
        DefaultValueFactory = _ => ProceduralModel.Name,
    };

    /// <summary>The folder of a model as it is named on the command line; the demo model is written when it is not there yet.</summary>
    public static string Directory(string model) =>
        model == ProceduralModel.Name ? ProceduralModel.EnsureWritten(Path.Combine(Path.GetTempPath(), "nights-models")) : model;

    /// <summary>Opens the model that was named.</summary>
    public static ModelFolder OpenModel(ParseResult parsed) => ModelFolder.Open(Directory(parsed.GetRequiredValue(Model)), Runtime.Of(parsed));

    public static PictureOrder Order(ParseResult parsed) => new()
    {
        Prompt = parsed.GetValue(Prompt) ?? throw new CommandFailedException("There is no prompt; say what is to be painted, or give a manifest with --from."),
        NegativePrompt = parsed.GetRequiredValue(Negative),
        Seed = parsed.GetValue(Seed),
        Perturbations = [.. (parsed.GetValue(Vary) ?? []).Select(VariationArgument.Parse)],
        Init = InitOf(parsed),
    };

    public static PaintSettings Settings(ParseResult parsed) => new()
    {
        Width = parsed.GetValue(Width) ?? parsed.GetValue(Size),
        Height = parsed.GetValue(Height) ?? parsed.GetValue(Size),
        Steps = parsed.GetValue(Steps),
        Guidance = parsed.GetValue(Guidance),
        GuidanceRescale = parsed.GetValue(Rescale),
        SplitGuidance = parsed.GetValue(Split),
        Eta = parsed.GetValue(Eta),
        Scheduler = parsed.GetValue(Scheduler),
        NoiseSource = parsed.GetRequiredValue(Noise),
        Safety = parsed.GetValue(Safety),
    };

    /// <summary>The picture to start from, or null.</summary>
    public static InitPicture? InitOf(ParseResult parsed)
    {
        if (parsed.GetValue(Init) is not { } file)
            return null;
        var (picture, bytes) = Read(file);
        return new InitPicture(picture, Convert.ToHexStringLower(SHA256.HashData(bytes)), parsed.GetValue(Strength));
    }

    /// <exception cref="CommandFailedException">The file is missing or no picture.</exception>
    public static (PixelImage Picture, byte[] Bytes) Read(FileInfo file)
    {
        if (!file.Exists)
            throw new CommandFailedException($"There is no picture {file}.");
        try
        {
            var bytes = File.ReadAllBytes(file.FullName);
            return (PixelImage.Decode(bytes), bytes);
        }
        catch (InvalidDataException broken)
        {
            throw new CommandFailedException($"{file}: {broken.Message}", broken);
        }
    }
}
