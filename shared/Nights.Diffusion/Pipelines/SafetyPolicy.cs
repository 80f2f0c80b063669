namespace Nights.Diffusion.Pipelines;

/// <summary>What is asked of a model's safety checker.</summary>
public enum SafetyPolicy
{
    /// <summary>Pictures are checked where the model has a checker.</summary>
    Optional,

    /// <summary>A model without a checker is refused.</summary>
    Required,

    /// <summary>Pictures are not checked.</summary>
    Off,
}
