using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Evaluation;
using Nights.DreamSim.Training.Pairs;

namespace Nights.DreamSim.Training;

/// <summary>A model folder with what it came from: <c>training.json</c> (the configuration) and <c>evaluation.json</c>.</summary>
public static class TrainedFolder
{
    public const string Configuration = "training.json";
    public const string Evaluation = "evaluation.json";

    public static void Save(PerceptualModel model, TrainingConfig config, TwoAfcReport report, string folder) => Save(model, config, ModelJson.Text(report), folder);

    public static void Save(PerceptualModel model, TrainingConfig config, PairReport report, string folder) => Save(model, config, ModelJson.Text(report), folder);

    private static void Save(PerceptualModel model, TrainingConfig config, string report, string folder)
    {
        ModelFolder.Save(model, folder);
        File.WriteAllText(Path.Combine(folder, Configuration), ModelJson.Text(config));
        File.WriteAllText(Path.Combine(folder, Evaluation), report);
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
