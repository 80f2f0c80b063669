namespace Nights.DreamSim.Baselines;

/// <summary>A stack of convolutions as data: its layers stand at the positions of torchvision's <c>features</c>, so that published weights fit by name.</summary>
/// <param name="Name">As <c>metric.json</c> names it.</param>
/// <param name="Layers">In order; a layer's position is its number in the names of weights.</param>
/// <param name="Taps">After which layers features are taken.</param>
/// <param name="Channels">Of the features taken.</param>
/// <remarks>Source: pytorch/vision, alexnet, vgg16 and squeezenet1_1; the taps are those of richzhang/PerceptualSimilarity.</remarks>
internal sealed record StackLayout(string Name, IReadOnlyList<Layer> Layers, IReadOnlyList<int> Taps, IReadOnlyList<int> Channels)
{
    private static readonly Layer.Rectifier Rectifier = new();

    public static readonly StackLayout AlexNet = new(
        "alexnet",
        [
            new Layer.Convolution(3, 64, 11, 4, 2), Rectifier, new Layer.MaxPool(3, 2),
            new Layer.Convolution(64, 192, 5, 1, 2), Rectifier, new Layer.MaxPool(3, 2),
            new Layer.Convolution(192, 384, 3, 1, 1), Rectifier,
            new Layer.Convolution(384, 256, 3, 1, 1), Rectifier,
            new Layer.Convolution(256, 256, 3, 1, 1), Rectifier,
        ],
        [1, 4, 7, 9, 11],
        [64, 192, 384, 256, 256]);

    public static readonly StackLayout Vgg16 = new(
        "vgg16", [.. VggLayers(_ => new Layer.MaxPool(2, 2))], [3, 8, 15, 22, 29], [64, 128, 256, 512, 512]);

    /// <summary>VGG-16 whose pooling does not alias, as DISTS has it.</summary>
    public static readonly StackLayout Vgg16L2 = Vgg16 with { Layers = [.. VggLayers(channels => new Layer.L2Pool(channels))] };

    public static readonly StackLayout SqueezeNet = new(
        "squeezenet1_1",
        [
            new Layer.Convolution(3, 64, 3, 2), Rectifier, new Layer.MaxPool(3, 2, Ceiling: true),
            new Layer.Fire(64, 16, 64), new Layer.Fire(128, 16, 64), new Layer.MaxPool(3, 2, Ceiling: true),
            new Layer.Fire(128, 32, 128), new Layer.Fire(256, 32, 128), new Layer.MaxPool(3, 2, Ceiling: true),
            new Layer.Fire(256, 48, 192), new Layer.Fire(384, 48, 192), new Layer.Fire(384, 64, 256), new Layer.Fire(512, 64, 256),
        ],
        [1, 4, 7, 9, 10, 11, 12],
        [64, 128, 256, 384, 384, 512, 512]);

    public static readonly IReadOnlyList<StackLayout> All = [AlexNet, Vgg16, SqueezeNet];

    private static IEnumerable<Layer> VggLayers(Func<int, Layer> pool)
    {
        var from = 3;
        int[][] blocks = [[64, 64], [128, 128], [256, 256, 256], [512, 512, 512], [512, 512, 512]];
        foreach (var (block, place) in blocks.Select((block, place) => (block, place)))
        {
            if (place > 0) yield return pool(from);
            foreach (var to in block)
            {
                yield return new Layer.Convolution(from, to, 3, 1, 1);
                yield return Rectifier;
                from = to;
            }
        }
    }
}
