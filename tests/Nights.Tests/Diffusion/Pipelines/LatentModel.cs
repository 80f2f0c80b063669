using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;
using Nights.Onnx;

namespace Nights.Tests.Diffusion.Pipelines;

/// <summary>A model whose denoiser a test writes down, whose decoder scales nothing, and whose pictures tell them (<see cref="LatentsInPixels"/>).</summary>
internal sealed class LatentModel : IDisposable
{
    /// <summary>DDIM over Stable Diffusion's schedule, down to clean latents.</summary>
    public const string Ddim = """
        { "_class_name": "DDIMScheduler", "num_train_timesteps": 1000, "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear",
          "clip_sample": false, "set_alpha_to_one": true, "steps_offset": 1, "skip_prk_steps": true }
        """;

    private readonly TestModel folder = new(new Dialect());

    /// <param name="denoiser">The prediction from the latents, rows × 4 × height × width, the timestep, 1 × 1 × 1 × 1, and the prompt, rows × 77 × 4.</param>
    /// <param name="scheduler">scheduler_config.json.</param>
    /// <param name="encoder">Pixels to latent_parameters; none where null.</param>
    /// <param name="encoderScale">What the encoder's latents are multiplied by.</param>
    /// <param name="half">The denoiser takes and gives float16.</param>
    public LatentModel(
        Func<Expression, Expression, Expression, Expression> denoiser,
        string scheduler = Ddim,
        Func<Expression, Expression>? encoder = null,
        string encoderScale = "1.0",
        bool half = false)
    {
        folder.Replace("unet", Unet(denoiser, half ? ElementType.Float16 : ElementType.Float32));
        folder.Replace("vae_decoder", LatentsInPixels.Decoder());
        if (encoder is null)
            File.Delete(folder["vae_encoder/model.onnx"]);
        else
            folder.Replace("vae_encoder", Encoder(encoder));
        File.WriteAllText(folder["scheduler/scheduler_config.json"], scheduler);
        File.WriteAllText(folder["unet/config.json"], "{}");
        File.WriteAllText(folder["vae_decoder/config.json"], """{ "scaling_factor": 1.0 }""");
        File.WriteAllText(folder["vae_encoder/config.json"], $$"""{ "scaling_factor": {{encoderScale}} }""");
        Model = folder.Open();
    }

    /// <summary>8 × 8 latents.</summary>
    public static PaintSettings Small { get; } = new() { Width = 64, Height = 64, Steps = 4, Guidance = 1 };

    public ModelFolder Model { get; }

    /// <summary>The latents a picture was decoded from.</summary>
    public float[] Latents(PictureOrder order, PaintSettings settings) => Latents([order], settings)[0];

    public float[][] Latents(IReadOnlyList<PictureOrder> orders, PaintSettings settings, IProgress<int>? progress = null) =>
        [.. new Painter(Model).Paint(orders, settings, progress, TestContext.Current.CancellationToken).Select(painted => LatentsInPixels.Read(painted.Image))];

    public void Dispose()
    {
        Model.Dispose();
        folder.Dispose();
    }

    private static byte[] Unet(Func<Expression, Expression, Expression, Expression> denoiser, ElementType type)
    {
        var graph = new GraphBuilder("unet");
        var sample = graph.Input("sample", type, "batch", 4, "height", "width").Cast(ElementType.Float32);
        var time = graph.Input("timestep", ElementType.Float32).Reshape(1, 1, 1, 1);
        var context = graph.Input("encoder_hidden_states", type, "batch", "sequence", 4).Cast(ElementType.Float32);
        graph.Output(denoiser(sample, time, context).Cast(type), "out_sample", type, "batch", 4, "height", "width");
        return graph.ToModel();
    }

    private static byte[] Encoder(Func<Expression, Expression> encoder)
    {
        var graph = new GraphBuilder("vae_encoder");
        var pixels = graph.Input("sample", ElementType.Float32, "batch", 3, "picture_height", "picture_width");
        graph.Output(encoder(pixels), "latent_parameters", ElementType.Float32, "batch", 8, "height", "width");
        return graph.ToModel();
    }
}
