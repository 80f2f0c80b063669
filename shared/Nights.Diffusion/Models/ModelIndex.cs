namespace Nights.Diffusion.Models;

/// <summary><c>model_index.json</c>: which pipeline a folder was exported for.</summary>
internal sealed record ModelIndex(string Pipeline, string Family, bool ZerosForEmptyPrompt)
{
    private const string Xl = "StableDiffusionXL", StableDiffusion = "StableDiffusion", LatentConsistency = "LatentConsistencyModel";
    private static readonly string[] Exporters = ["Onnx", "ORT", "Flax"];
    private static readonly string[] Families = [Xl, StableDiffusion, LatentConsistency];

    /// <summary>Two text encoders, and a denoiser that is told sizes.</summary>
    public bool IsXl => Family == Xl;

    /// <summary>Stable Diffusion 1 or 2.</summary>
    public bool IsStableDiffusion => Family == StableDiffusion;

    /// <exception cref="ModelFolderException">No index, or a pipeline of a family that is not driven.</exception>
    public static ModelIndex Read(string path)
    {
        var index = ModelJson.Read(path);
        var name = index["_class_name"]?.ToString() ?? "";
        var bare = Exporters.Aggregate(name, (left, exporter) => left.Replace(exporter, "", StringComparison.Ordinal));
        var family = Families.FirstOrDefault(family => bare.StartsWith(family, StringComparison.Ordinal));
        if (family is null || bare[family.Length..] is ['3', ..])
            throw new ModelFolderException(
                $"'{path}': the pipeline class '{name}' is not supported; Stable Diffusion 1.x, 2.x, Turbo, XL and latent consistency exports are.");
        if (index.Flag("requires_aesthetics_score") is true)
            throw new ModelFolderException($"'{path}': this is a refiner (requires_aesthetics_score); it cannot paint from a prompt. Use the base model.");
        return new ModelIndex(name, family, index.Flag("force_zeros_for_empty_prompt") ?? true);
    }
}
