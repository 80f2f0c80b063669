using Nights.Onnx;

namespace Nights.Diffusion.Procedural;

/// <summary>
/// The seed's seventeen decisions, inside the denoiser: each near uniform in [-1/2, 1/2], shape rows × 1 × 1 × 1. What the latents hold of the
/// <see cref="Carriers"/> is pure noise at every timestep, because every rendered scene is drawn without them; so the decisions stay the same along the
/// whole trajectory, a picture is a function of prompt and seed, and no state is needed.
/// </summary>
internal sealed class SeedReading
{
    private readonly Expression uniforms;

    /// <param name="carriers">Of these latents.</param>
    /// <param name="latents">rows × 4 × height × width.</param>
    /// <param name="spread">Share of noise in the latents: one number, or rows × 1 × 1 × 1.</param>
    public SeedReading(Carriers carriers, Expression latents, Expression spread) =>
        uniforms = Uniform(carriers.Read(latents).Unsqueeze(3) / spread);

    // Low frequencies: layout.
    public Expression PlaceAcross => this[0];
    public Expression PlaceDown => this[1];
    public Expression Size => this[2];

    // Between: pose, colours, outline.
    public Expression Turn => this[3];
    public Expression Hue => this[4];
    public Expression Brightness => this[5];
    public Expression Saturation => this[6];
    public Expression GroundHue => this[7];
    public Expression GroundBrightness => this[8];
    public Expression GroundFall => this[9];
    public Expression Skew => this[10];
    public Expression SecondHarmonic => this[11];
    public Expression ThirdHarmonic => this[12];
    public Expression Stretch => this[13];

    // High frequencies: surface.
    public Expression PatternFrequency => this[14];
    public Expression PatternPhase => this[15];
    public Expression PatternTurn => this[16];

    private Expression this[int decision] => uniforms.Slice(1, decision, decision + 1) - 0.5f;

    /// <summary>
    /// The normal distribution function to 1%, from a rational approximation of tanh: only exactly rounded operations touch numbers of which there is
    /// one a row, so that vector width and batch cannot show in a picture.
    /// </summary>
    private static Expression Uniform(Expression normal)
    {
        var g = (normal * (0.79788456f + 0.035677408f * normal * normal)).Clip(-3, 3);
        var tanh = g * (27f + g * g) / (27f + 9f * g * g);
        return 0.5f + 0.5f * tanh;
    }
}
