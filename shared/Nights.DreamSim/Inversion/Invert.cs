using Nights.DreamSim.Optimisation;
using Nights.DreamSim.Training;
using Nights.DreamSim.Triplets;
using Nights.Imaging;
using static TorchSharp.torch;
using Parameter = TorchSharp.Modules.Parameter;

namespace Nights.DreamSim.Inversion;

/// <summary>Feature inversion: from noise, by gradient descent, towards a picture that the metric takes for a given one. What both share is what the metric sees.</summary>
/// <remarks>Source: Mahendran and Vedaldi, arXiv:1412.0035, with shifts and flips as the augmentation.</remarks>
public static class Invert
{
    /// <summary>
    /// One step after the other; the same seed on the same device gives the same pictures. Every step is measured, since with shifts and flips the last
    /// need not be the closest: one more forward a step, and what descends is not touched by it.
    /// </summary>
    /// <param name="model">On the device where it shall run. Its weights are frozen by this.</param>
    /// <param name="target">A picture file.</param>
    /// <param name="options">How.</param>
    /// <param name="cancel">Stops between two steps.</param>
    /// <exception cref="InvalidDataException">The file is missing or no picture.</exception>
    public static IEnumerable<InversionStep> Run(PerceptualModel model, string target, InversionOptions options, CancellationToken cancel)
    {
        model.Train(false);
        foreach (var (_, tensor) in model.Parameters) tensor.requires_grad = false;
        using var table = PictureTable.Load([target], model.Options, cancel);
        using var wanted = table.Batch([0], model.Device);
        using var logits = Noise(wanted, options.Seed);
        using var goal = Embedded(wanted);
        using var closest = logits.detach().clone();
        var (closestStep, closestDistance) = (0, double.PositiveInfinity);
        using var adam = new Adam([("pixels", logits)], new AdamOptions { LearningRate = options.LearningRate });
        for (var step = 0; step <= options.Steps; step++)
        {
            cancel.ThrowIfCancellationRequested();
            var distance = Distance();
            if (distance < closestDistance) Keep(step, distance);
            if (step % options.Every == 0 || step == options.Steps)
                yield return new InversionStep(step, distance, Picture(logits)) { Best = new InversionStep(closestStep, closestDistance, Picture(closest)) };
            if (step < options.Steps) Descend(step);
        }

        void Descend(int step)
        {
            using var scope = NewDisposeScope();
            var random = new SeededRandom(options.Seed, "inversion", step);
            var (down, right) = (Shift(random, wanted.shape[2]), Shift(random, wanted.shape[3]));
            var mirrored = options.Flip && random.Next(2) == 1;
            var picture = logits.sigmoid();
            Tensor aim;
            using (no_grad()) aim = model.Embed(Seen(wanted));
            var loss = PerceptualModel.Distance(model.Embed(Seen(picture)), aim).mean();
            if (options.Smoothness > 0) loss = loss + options.Smoothness * (picture.diff(dim: 2).abs().mean() + picture.diff(dim: 3).abs().mean());
            loss.backward();
            adam.Step(options.LearningRate);

            Tensor Seen(Tensor whole)
            {
                var shifted = whole.roll([down, right], [2, 3]);
                return mirrored ? shifted.flip(3) : shifted;
            }
        }

        double Distance()
        {
            using var scope = NewDisposeScope();
            using var gradients = no_grad();
            return Math.Max(0, PerceptualModel.Distance(model.Embed(logits.sigmoid()), goal).item<float>());
        }

        void Keep(int step, double distance)
        {
            using var gradients = no_grad();
            closest.copy_(logits);
            (closestStep, closestDistance) = (step, distance);
        }

        Tensor Embedded(Tensor picture)
        {
            using var gradients = no_grad();
            return model.Embed(picture);
        }

        long Shift(SeededRandom random, long edge)
        {
            var most = (int)(edge * options.Shift);
            return random.Next(2 * most + 1) - most;
        }
    }

    private static PixelImage Picture(Tensor logits)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        var bytes = (logits.sigmoid()[0] * 255).round().to(ScalarType.Byte).permute(1, 2, 0).contiguous().cpu().data<byte>().ToArray();
        return new PixelImage((int)logits.shape[3], (int)logits.shape[2], bytes);
    }

    /// <summary>Grey with a little noise: logits of standard deviation 0.1.</summary>
    private static Parameter Noise(Tensor like, long seed)
    {
        var random = new SeededRandom(seed, "inversion start");
        var values = new float[like.numel()];
        for (var i = 0; i < values.Length; i++) values[i] = (float)(0.1 * random.NextGaussian());
        using var noise = tensor(values, like.shape);
        return new Parameter(noise.to(like.device).clone());
    }
}
