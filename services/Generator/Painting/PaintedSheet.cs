using Nights.Diffusion.Models;
using Nights.Diffusion.Pipelines;

namespace Nights.Generator.Painting;

/// <summary>What the easel gives for an order: three good pictures, not yet files.</summary>
internal sealed record PaintedSheet(IReadOnlyList<PaintedPicture> Pictures, IReadOnlyDictionary<string, int> Screened, PaintSettings Settings, ModelFolder Model);
