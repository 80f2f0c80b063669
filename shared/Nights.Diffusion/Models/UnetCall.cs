namespace Nights.Diffusion.Models;

/// <summary>The denoiser made ready for one batch: its inputs stay in place from step to step. For one thread.</summary>
internal sealed class UnetCall : IDisposable
{
    /// <summary>Original height and width, crop top and left, target height and width.</summary>
    public const int TimeIdCount = 6;

    private readonly Feed sample;
    private readonly Feed timestep;
    private readonly Feed context;
    private readonly Feed? pooled;
    private readonly Feed? timeIds;
    private readonly Feed? guidance;
    private readonly Reading prediction;
    private readonly BoundCall call;
    private readonly List<IDisposable> owned = [];
    private readonly int rows;
    private bool isPromptNew;

    /// <param name="unet">The denoiser.</param>
    /// <param name="shape">rows, channels, height, width of the latents.</param>
    /// <param name="prompt">Any encoded prompt: all have one shape.</param>
    /// <param name="tokens">Tokens of a prompt.</param>
    /// <param name="cancel">Ends a run under way.</param>
    public UnetCall(Unet unet, long[] shape, PromptEncoding prompt, int tokens, CancellationToken cancel)
    {
        rows = (int)shape[0];
        try
        {
            sample = Fed(unet.Sample, shape);
            timestep = Fed(unet.Timestep, TimestepShape(unet));
            context = Fed(unet.Context, rows, tokens, prompt.Hidden.Length / tokens);
            pooled = unet.Pooled is { } port ? Fed(port, rows, prompt.Pooled.Length) : null;
            timeIds = unet.TimeIds is { } ids ? Fed(ids, rows, TimeIdCount) : null;
            guidance = unet.GuidanceEmbedding is { } embedding ? Fed(embedding, rows, unet.GuidanceWidth) : null;
            Feed[] feeds = [.. owned.OfType<Feed>()];
            prediction = Own(new Reading(unet.Prediction, shape));
            call = Own(new BoundCall(unet.Graph, feeds, [prediction], cancel));
        }
        catch
        {
            Dispose();
            throw;
        }

        Feed Fed(Port port, params long[] size) => Own(new Feed(port, size));
        T Own<T>(T disposable) where T : IDisposable
        {
            owned.Add(disposable);
            return disposable;
        }
    }

    /// <summary>The latents of every row, to be written before each run.</summary>
    public Span<float> Sample => sample.Values;

    /// <summary>Gives a row its prompt, from the next run on.</summary>
    public void SetPrompt(int row, PromptEncoding prompt)
    {
        prompt.Hidden.CopyTo(context.Values[(row * prompt.Hidden.Length)..]);
        if (pooled is not null)
            prompt.Pooled.CopyTo(pooled.Values[(row * prompt.Pooled.Length)..]);
        isPromptNew = true;
    }

    /// <summary>Tells the XL family that the picture is whole and of this size.</summary>
    public void SetSize(int width, int height)
    {
        for (var row = 0; timeIds is not null && row < rows; row++)
            ((ReadOnlySpan<float>)[height, width, 0, 0, height, width]).CopyTo(timeIds.Values[(row * TimeIdCount)..]);
        timeIds?.Send();
    }

    /// <summary>Tells a latent consistency model the guidance scale.</summary>
    public void SetGuidance(double scale)
    {
        if (guidance is null)
            return;
        var width = guidance.Values.Length / rows;
        for (var row = 0; row < rows; row++)
            Models.GuidanceEmbedding.Write(scale, guidance.Values.Slice(row * width, width));
        guidance.Send();
    }

    /// <summary>The prediction for every row; the numbers are gone with the next run.</summary>
    public Span<float> Predict(float time)
    {
        if (isPromptNew)
        {
            context.Send();
            pooled?.Send();
            isPromptNew = false;
        }
        timestep.Values.Fill(time);
        timestep.Send();
        sample.Send();
        call.Run();
        return prediction.Receive();
    }

    /// <summary>The call before the tensors that it is bound to.</summary>
    public void Dispose()
    {
        for (var last = owned.Count - 1; last >= 0; last--)
            owned[last].Dispose();
    }

    /// <summary>A scalar, one number, or one a row: exports differ, and each declares which.</summary>
    private long[] TimestepShape(Unet unet)
    {
        if (unet.Timestep.Rank == 0)
            return [];
        var perRow = unet.Timestep.Symbols[0] is { Length: > 0 } symbol && symbol == unet.Sample.Symbols[0];
        return [perRow ? rows : 1];
    }
}
