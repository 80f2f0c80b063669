namespace Nights.Domain.Perturbations;

/// <summary>What a variation changes about its reference, as a person would name it.</summary>
public enum PerturbationDimension
{
    /// <summary>Colours, with every edge where it was.</summary>
    Colour = 0,

    /// <summary>Surface: pattern and grain, with the things where they were.</summary>
    Texture = 1,

    /// <summary>Where things stand and how large they are.</summary>
    Layout = 2,

    /// <summary>How a thing is turned or what it does.</summary>
    Pose = 3,

    /// <summary>What is shown.</summary>
    Content = 4,
}
