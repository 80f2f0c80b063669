using Nights.DreamSim.Baselines;
using static TorchSharp.torch;

namespace Nights.NumericsTests.Baselines;

public sealed class NetworkLifeTests
{
    [Theory]
    [InlineData("alexnet")]
    [InlineData("squeezenet1_1")]
    [InlineData("dists")]
    public void A_network_outlives_the_scope_in_which_it_was_made(string which)
    {
        IPairNetwork network;
        using (NewDisposeScope()) network = which == "dists" ? new Dists() : new Lpips(which);
        using var scope = NewDisposeScope();

        using (network) network.Distances(RandomPictures.Tensor(RandomPictures.Of(2, 40, 40)), tensor(new long[] { 0 }), tensor(new long[] { 1 })).shape.ShouldBe([1]);
    }
}
