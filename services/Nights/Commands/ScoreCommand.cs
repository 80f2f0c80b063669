using System.CommandLine;
using Nights.DreamSim.Checkpoints;
using Nights.DreamSim.Native;
using Nights.DreamSim.Triplets;

namespace Nights.Local.Commands;

/// <summary><c>nights score A.png B.png [C.png ..]</c>: how far the other pictures are from the first, closest first.</summary>
internal static class ScoreCommand
{
    private static readonly Argument<FileInfo[]> Pictures = new("PICTURES")
    {
        Description = "Two or more pictures (PNG, JPEG, WebP); the first is the reference.",
        Arity = new ArgumentArity(2, 1000),
    };
    private static readonly Option<DirectoryInfo> Model = MetricOptions.Model();
    private static readonly Option<string> Device = MetricOptions.Device();
    private static readonly Option<int> Threads = MetricOptions.Threads();
    private static readonly Option<Precision> Arithmetic = MetricOptions.Arithmetic();
    private static readonly Option<bool> Json = CommonOptions.Json();

    public static Command Create()
    {
        var command = new Command("score", "Tell how similar pictures are: 0 is the same, 2 the opposite.") { Pictures, Model, Device, Threads, Arithmetic, Json };
        command.SetAction((parsed, cancel) => Task.Run(() => Run(parsed, cancel), cancel));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancel)
    {
        var files = parsed.GetRequiredValue(Pictures);
        if (files.FirstOrDefault(file => !file.Exists) is { } missing) throw new CommandFailedException($"There is no picture {missing}.");

        var compute = MetricOptions.Compute(parsed.GetValue(Device)!, parsed.GetValue(Threads), parsed.GetValue(Arithmetic));
        var device = compute.Open();
        using var model = ModelFolder.Load(parsed.GetRequiredValue(Model).FullName).To(device);
        using var rounded = compute.Precision == Precision.BFloat16 ? model.Rounded() : null;
        var compared = (rounded ?? model).Compare([.. files.Select(file => file.FullName)], cancel);
        var scored = files.Skip(1).Select((file, i) => (Picture: file.ToString(), compared[i].Distance, compared[i].Similarity)).OrderBy(score => score.Distance).ToList();

        if (parsed.GetValue(Json))
        {
            Terminal.Write(new
            {
                reference = files[0].ToString(),
                distances = scored.Select(score => score.Similarity is { } similarity
                    ? (object)new { score.Picture, score.Distance, similarity }
                    : new { score.Picture, score.Distance }),
            });
        }
        else if (scored is [var only]) Terminal.Line($"{only.Distance:F6}");
        else foreach (var (picture, distance, _) in scored) Terminal.Line($"{distance:F6}  {picture}");
        return 0;
    }
}
