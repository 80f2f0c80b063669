using Nights.Diffusion.Models;

namespace Nights.Diffusion.Pipelines;

/// <summary>
/// Classifier-free guidance (Ho, Salimans 2022): prediction = without + scale·(with − without), both from one call whose first half of rows has
/// the negative prompts. At a scale of 1 and below there is only the call with the prompts.
/// </summary>
internal sealed class Guidance
{
    private readonly ModelFolder model;
    private readonly float[] prompts;
    private readonly float scale;
    private readonly bool guided;

    private Guidance(ModelFolder model, float[] prompts, PaintSettings settings) =>
        (this.model, this.prompts, scale, guided) = (model, prompts, (float)settings.Guidance, settings.IsGuided);

    public static Guidance Prepare(ModelFolder model, IReadOnlyList<PictureOrder> orders, PaintSettings settings)
    {
        var encoded = new Dictionary<string, float[]>();
        var texts = orders.Select(order => order.Prompt);
        if (settings.IsGuided)
            texts = orders.Select(order => order.NegativePrompt).Concat(texts);
        return new Guidance(model, Concatenated([.. texts.Select(Encoded)]), settings);

        float[] Encoded(string text)
        {
            if (!encoded.TryGetValue(text, out var encoding))
                encoded[text] = encoding = model.TextEncoder.Encode(model.Tokenizer.Encode(text));
            return encoding;
        }
    }

    private static float[] Concatenated(float[][] parts)
    {
        var whole = new float[parts.Sum(part => part.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(whole, at);
            at += part.Length;
        }
        return whole;
    }

    /// <summary>The guided prediction for every row.</summary>
    public float[] Predict(float[] input, LatentShape shape, float timestep)
    {
        if (!guided)
            return model.Unet.Predict(input, shape.WithRows(shape.Rows), timestep, prompts, model.Tokenizer.Length);
        var both = model.Unet.Predict([.. input, .. input], shape.WithRows(2 * shape.Rows), timestep, prompts, model.Tokenizer.Length);
        var guidedPrediction = new float[input.Length];
        for (var i = 0; i < guidedPrediction.Length; i++)
            guidedPrediction[i] = both[i] + scale * (both[input.Length + i] - both[i]);
        return guidedPrediction;
    }
}
