namespace Nights.Local.Health;

/// <summary>One thing the doctor looked at.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Ok">Whether it is there and works.</param>
/// <param name="Needed">Whether the local host cannot do without it.</param>
/// <param name="Detail">Where it is; or what is wrong and the mend.</param>
internal sealed record Finding(string Name, bool Ok, bool Needed, string Detail);
