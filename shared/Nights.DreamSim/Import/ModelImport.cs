using Nights.DreamSim.Adapters;
using Nights.DreamSim.Backbones;
using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Native;
using static TorchSharp.torch;

namespace Nights.DreamSim.Import;

/// <summary>
/// Turns published weights into a model folder: DINO, DINOv2, SynCLR, MAE, CLIP and OpenCLIP files, DreamSim's containers, heads, adapters and release
/// zips, and what this library exports.
/// </summary>
/// <remarks>Rank and alpha come from <c>adapter_config.json</c> alone. Layouts: ssundaram21/dreamsim (db4d16c), openai/CLIP, mlfoundations/open_clip, transformers.</remarks>
public static class ModelImport
{
    /// <summary>Of a DreamSim release, the backbones are joined in this order.</summary>
    private static readonly BackboneFamily[] Order = [BackboneFamily.Dino, BackboneFamily.Clip, BackboneFamily.OpenClip, BackboneFamily.DinoV2, BackboneFamily.SynClr, BackboneFamily.Mae];

    /// <param name="sources">Files of weights in the order of the backbones, folders, or one release zip.</param>
    /// <param name="folder">The model folder to write; it must not hold a model yet.</param>
    /// <param name="options">What the weights do not say.</param>
    /// <exception cref="InvalidDataException">A source cannot be read, has another hash, or holds something else.</exception>
    public static ImportReport Run(IReadOnlyList<string> sources, string folder, ImportOptions options)
    {
        if (sources.Count == 0) throw new InvalidDataException("There is nothing to import: name files of weights, a folder, or a release zip.");
        if (File.Exists(Path.Combine(folder, ModelFolder.Description))) throw new InvalidDataException($"{folder} holds a model already: give another folder, or remove it.");
        TorchLibrary.EnsureLoaded();

        if (options.Sha256 is not null && File.Exists(sources[0])) SourceHash.Of(sources[0], options.Sha256);
        else if (options.Sha256 is not null) throw new InvalidDataException($"{sources[0]} is a folder or missing; a SHA-256 can be verified of a file.");
        var opened = new List<SourceFolder>();
        var files = new List<WeightsFile>();
        try
        {
            foreach (var source in sources) opened.Add(SourceFolder.Open(source));
            var imported = new List<ImportedFile>();
            var backbones = new List<FoundBackbone>();
            (WeightsFile File, string Prefix)? head = null;
            WeightsFile? whole = null;
            foreach (var file in opened.SelectMany(source => source.Files))
            {
                var hash = SourceHash.Of(file, null);
                var weights = WeightsFile.Open(file);
                files.Add(weights);
                if (weights.Metadata.ContainsKey(ModelFolder.Description))
                {
                    whole = weights;
                    imported.Add(new ImportedFile(Path.GetFileName(file), new FileInfo(file).Length, hash, "a whole metric, as this library exports it"));
                    continue;
                }

                FoundBackbone[] found = [.. DinoLayout.Find(weights, options), .. OpenAiLayout.Find(weights, options), .. TransformersLayout.Find(weights, options)];
                backbones.AddRange(found);
                var ownHead = HeadPrefix(weights);
                if (ownHead is not null) head = (weights, ownHead);
                if (found.Length == 0 && ownHead is null)
                    throw new InvalidDataException($"{file} holds no vision transformer and no head that is known here: {weights.Shapes.Count} tensors, the first '{weights.Shapes.Keys.First()}'.");
                var holds = found.Select(backbone => $"{backbone.Layout} under '{backbone.Prefix}'").Concat(ownHead is null ? [] : [$"head under '{ownHead}'"]);
                imported.Add(new ImportedFile(Path.GetFileName(file), new FileInfo(file).Length, hash, string.Join("; ", holds)));
            }

            if (whole is not null && imported.Count > 1) throw new InvalidDataException($"{whole.Path} is a whole metric: import it alone.");
            if (whole is null && backbones.Count == 0) throw new InvalidDataException($"{string.Join(", ", sources)}: no file holds a backbone.");
            var release = sources is [var only] && (Directory.Exists(only) || opened[0].Files.Count != 1);
            using var model = whole is not null ? Whole(whole) : Build(release ? Released(backbones) : backbones, head, options);
            if (options.Adapter is { } given) AdapterFolder.Load(model, given);
            else if (opened.SelectMany(source => source.Adapters).ToList() is { Count: > 0 } adapters) LoadFitting(model, adapters);

            var report = new ImportReport
            {
                Files = imported,
                Backbones = [.. model.Options.Backbones.Select(b => $"{b.Family.Spelled()}, {b.Depth} blocks of {b.Width}, patch {b.Patch}, for {b.ImageSize} pixels")],
                Adapter = model.Lora is { } lora ? $"rank {lora.Rank}, alpha {lora.Alpha}" : null,
                Head = model.Options.Head?.Hidden,
            };
            ModelFolder.Save(model, folder);
            File.WriteAllText(Path.Combine(folder, ImportReport.FileName), ModelJson.Text(report));
            return report;
        }
        finally
        {
            foreach (var file in files) file.Dispose();
            foreach (var source in opened) source.Dispose();
        }
    }

    /// <summary>What this library exports says everything of itself.</summary>
    private static PerceptualModel Whole(WeightsFile file)
    {
        var model = new PerceptualModel(ModelJson.Parse<ModelOptions>(file.Metadata[ModelFolder.Description], file.Path));
        try
        {
            using var scope = NewDisposeScope();
            Weights.Fill(model.Parameters, file.Shapes.Keys.ToDictionary(name => name, file.Load), file.Path);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static PerceptualModel Build(List<FoundBackbone> backbones, (WeightsFile File, string Prefix)? head, ImportOptions options)
    {
        var model = new PerceptualModel(new ModelOptions
        {
            InputSize = options.InputSize,
            Resampling = options.Resampling,
            Normalise = options.Normalise,
            Backbones = [.. backbones.Select(backbone => backbone.Options)],
            Head = head is { } h ? new HeadOptions { Hidden = checked((int)h.File.Shapes[h.Prefix + "fc1.weight"][0]) } : null,
        });
        try
        {
            using var scope = NewDisposeScope();
            for (var k = 0; k < backbones.Count; k++)
                ModelFolder.FillPart(model, ModelFolder.BackbonePrefix(k), backbones[k].Load(), backbones[k].File.Path);
            if (head is { } found)
                ModelFolder.FillPart(model, ModelFolder.HeadPrefix, ResidualNames.ToDictionary(name => name, name => found.File.Load(found.Prefix + name)), found.File.Path);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>A release holds DINO twice, as the hub's file and as a whole training checkpoint: of one family the plainest is taken.</summary>
    private static List<FoundBackbone> Released(List<FoundBackbone> backbones) =>
        backbones.Count(backbone => backbone.Prefix.Contains("extractor_list.", StringComparison.Ordinal)) == backbones.Count
            ? backbones
            : [.. backbones.GroupBy(backbone => backbone.Options.Family).Select(family => family.OrderBy(backbone => backbone.Prefix.Length).First())
                .OrderBy(backbone => Array.IndexOf(Order, backbone.Options.Family))];

    /// <summary>Releases up to 0.1.3 hold a folder for each backbone in a layout of their own; the one that fits is taken.</summary>
    private static void LoadFitting(PerceptualModel model, List<string> adapters)
    {
        var refused = new List<string>();
        foreach (var adapter in adapters)
        {
            try
            {
                AdapterFolder.Load(model, adapter);
                return;
            }
            catch (InvalidDataException e) when (model.Lora is null)
            {
                refused.Add(e.Message);
            }
        }

        throw new InvalidDataException($"None of {adapters.Count} adapters fits: {string.Join(" ", refused)}");
    }

    private static readonly string[] ResidualNames = ["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"];

    private static string? HeadPrefix(WeightsFile file) => BackboneShapes.Prefixes(file, "fc1.weight")
        .FirstOrDefault(prefix => !prefix.Contains("blocks.", StringComparison.Ordinal) && ResidualNames.All(name => file.Shapes.ContainsKey(prefix + name)));
}
