using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Evaluation;

namespace Nights.DreamSim.Training;

/// <summary>A model folder with what it came from: <c>training.json</c> (the configuration) and <c>evaluation.json</c>.</summary>
public static class TrainedFolder
{
    public const string Configuration = "training.json";
    public const string Evaluation = "evaluation.json";

    public static void Save(PerceptualModel model, TrainingConfig config, TwoAfcReport report, string folder)
    {
        ModelFolder.Save(model, folder);
        File.WriteAllText(Path.Combine(folder, Configuration), ModelJson.Text(config));
        File.WriteAllText(Path.Combine(folder, Evaluation), ModelJson.Text(report));
    }

    /// <summary>
    /// The same network before training: the adapter left away, or the configuration's start. Null when the folder does not tell.
    /// </summary>
    public static PerceptualModel? Frozen(string folder)
    {
        var configuration = Path.Combine(folder, Configuration);
        if (!File.Exists(configuration)) return null;

        var config = Recipes.Parse(File.ReadAllText(configuration), configuration);
        if (config.Start is not null && !Directory.Exists(config.Start)) return null;
        return StartingModel.Create(config);
    }
}
