using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using Nights.Diffusion.Models;
using Nights.Diffusion.Noise;
using Nights.Diffusion.Pipelines;
using Nights.Diffusion.Providers;
using Nights.Diffusion.Schedulers;
using Nights.Diffusion.Tokenizing;
using SessionOptions = Microsoft.ML.OnnxRuntime.SessionOptions;

namespace Nights.Local.Bench.Painting;

/// <summary>
/// The limit of painting: the same graphs on the same inputs through ONNX Runtime's own calls, with memory laid out beforehand, and only those calls on the clock.
/// What comes out is compared with the pipeline's latents, so that the inputs are known to have been the same.
/// </summary>
internal sealed class BareRun : IDisposable
{
    private readonly string directory;
    private readonly InferenceSession text;
    private readonly InferenceSession unet;
    private readonly InferenceSession decoder;
    private readonly ClipTokenizer tokenizer;
    private readonly SchedulerConfig scheduler;
    private readonly TimeProvider clock;
    private long ticks;
    private long noiseTicks;
    private long stepTicks;

    public BareRun(string directory, RuntimeOptions runtime, TimeProvider clock)
    {
        (this.directory, this.clock) = (directory, clock);
        tokenizer = ClipTokenizer.Open(Path.Combine(directory, "tokenizer"));
        scheduler = SchedulerConfig.Parse(File.ReadAllText(Path.Combine(directory, "scheduler", "scheduler_config.json")));
        using var options = runtime.ToSessionOptions(ExecutionProvider.Find(runtime));
        (text, unet, decoder) = (Session("text_encoder", options), Session("unet", options), Session("vae_decoder", options));
    }

    /// <summary>Milliseconds of the last run outside the graphs: drawing the noise; guidance and scheduler over all steps.</summary>
    public (double Noise, double Steps) Beside => (1000.0 * noiseTicks / clock.TimestampFrequency, 1000.0 * stepTicks / clock.TimestampFrequency);

    /// <summary>Paints the orders and returns the seconds inside ONNX Runtime and the decoded planes of the last picture.</summary>
    public (double Seconds, float[] LastPlanes) Run(IReadOnlyList<PictureOrder> orders, PaintSettings settings)
    {
        (ticks, noiseTicks, stepTicks) = (0, 0, 0);
        var (rows, height, width) = (orders.Count, settings.Height / 8, settings.Width / 8);
        var length = 4 * height * width;
        var run = SchedulerCatalogue.Create(scheduler, new SchedulerRun { Steps = settings.Steps, LatentArea = height * width, Rows = rows });
        var noise = new NoiseByRow([.. orders.Select(order => NoiseSources.Create(settings.NoiseSource, order.Seed))]);
        var latents = new float[rows * length];
        Timed(ref noiseTicks, () => noise.Fill(latents));
        TensorPrimitives.Multiply(latents, run.InitialNoiseSigma, latents);

        var (negative, prompt) = (Encode(orders[0].NegativePrompt), Encode(orders[0].Prompt));
        float[] context = [.. Enumerable.Repeat(negative, rows).Concat(Enumerable.Repeat(prompt, rows)).SelectMany(part => part)];
        var (sample, time, predicted) = (new float[2 * rows * length], new float[1], new float[2 * rows * length]);
        long[] shape = [2 * rows, 4, height, width];
        using var sampleValue = OrtValue.CreateTensorValueFromMemory(sample, shape);
        using var timeValue = OrtValue.CreateTensorValueFromMemory(time, []);
        using var contextValue = OrtValue.CreateTensorValueFromMemory(context, [2 * rows, tokenizer.Length, prompt.Length / tokenizer.Length]);
        using var predictedValue = OrtValue.CreateTensorValueFromMemory(predicted, shape);
        using var options = new RunOptions();
        for (var step = 0; step < run.Timesteps.Count; step++)
        {
            Timed(ref stepTicks, () =>
            {
                run.ScaleInput(step, latents, sample.AsSpan(0, rows * length));
                sample.AsSpan(0, rows * length).CopyTo(sample.AsSpan(rows * length));
            });
            time[0] = run.Timesteps[step];
            Timed(ref ticks, () => unet.Run(options, ["sample", "timestep", "encoder_hidden_states"], [sampleValue, timeValue, contextValue], ["out_sample"], [predictedValue]));
            Timed(ref stepTicks, () =>
            {
                var without = predicted.AsSpan(0, rows * length);
                var with = predicted.AsSpan(rows * length);
                TensorPrimitives.Subtract(with, without, with);
                TensorPrimitives.MultiplyAdd(with, (float)settings.Guidance, without, with);
                run.Step(step, with, latents, noise);
            });
        }
        float[] planes = [];
        for (var row = 0; row < rows; row++)
            planes = Decode(latents.AsSpan(row * length, length), height, width);
        return ((double)ticks / clock.TimestampFrequency, planes);
    }

    public void Dispose()
    {
        text.Dispose();
        unet.Dispose();
        decoder.Dispose();
    }

    private InferenceSession Session(string component, SessionOptions options) => new(Path.Combine(directory, component, "model.onnx"), options);

    private float[] Encode(string prompt)
    {
        using var ids = OrtValue.CreateTensorValueFromMemory<long>([.. tokenizer.Encode(prompt).Select(id => (long)id)], [1, tokenizer.Length]);
        return Once(text, "input_ids", ids, "last_hidden_state");
    }

    private float[] Decode(ReadOnlySpan<float> latents, int height, int width)
    {
        var scaled = new float[latents.Length];
        TensorPrimitives.Divide(latents, 0.18215f, scaled);
        using var value = OrtValue.CreateTensorValueFromMemory(scaled, [1, 4, height, width]);
        return Once(decoder, "latent_sample", value, "sample");
    }

    private float[] Once(InferenceSession session, string input, OrtValue value, string output)
    {
        using var options = new RunOptions();
        IDisposableReadOnlyCollection<OrtValue> results = null!;
        Timed(ref ticks, () => results = session.Run(options, [input], [value], [output]));
        using (results) return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private void Timed(ref long sum, Action run)
    {
        var started = clock.GetTimestamp();
        run();
        sum += clock.GetTimestamp() - started;
    }
}
