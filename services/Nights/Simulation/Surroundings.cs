using Nights.Local.Simulation.Pages;
using Nights.Local.Simulation.Sight;

namespace Nights.Local.Simulation;

/// <summary>What the participants of one fleet share.</summary>
/// <param name="Done">Whether nobody needs to wait for more work; asked as often as one likes.</param>
internal sealed record Surroundings(
    FleetOptions Options, HitClient Client, PerceptualOracle Oracle, FleetTally Tally, Metronome? Metronome, TimeProvider Clock, Func<CancellationToken, Task<bool>> Done);
