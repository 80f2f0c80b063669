namespace Nights.DreamSim.Native;

/// <summary>In which numbers the backbones compute. Adapters, head, embeddings, distances, loss and optimiser are float32 in each.</summary>
public enum Precision
{
    /// <summary>float32 throughout, TF32 off: what the reference values hold for.</summary>
    Float32,

    /// <summary>float32 with ten bits of mantissa inside matrix products and convolutions on NVIDIA GPUs since Ampere; float32 elsewhere.</summary>
    Tf32,

    /// <summary>The backbones' weights and activations in bfloat16 (eight bits of mantissa): half the memory; for all that leaves the backbones frozen.</summary>
    BFloat16,
}
