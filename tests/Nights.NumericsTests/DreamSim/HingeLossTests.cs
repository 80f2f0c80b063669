using System.Text.Json;
using Nights.DreamSim.Losses;
using Nights.DreamSim.Native;
using static TorchSharp.torch;

namespace Nights.NumericsTests.DreamSim;

public sealed class HingeLossTests
{
    [Fact]
    public void Loss_and_gradient_are_the_reference_ones_even_at_the_margin()
    {
        TorchLibrary.EnsureLoaded();
        using var table = JsonDocument.Parse(File.ReadAllText(Golden.DreamSim("hinge.json")));
        foreach (var row in table.RootElement.EnumerateArray())
        {
            using var scope = NewDisposeScope();
            var difference = tensor([row.GetProperty("d0_minus_d1").GetSingle()], requires_grad: true);
            var target = tensor([row.GetProperty("target").GetSingle()]);

            var loss = HingeLoss.Of(difference, target, 0.05);
            loss.sum().backward();

            loss.item<float>().ShouldBe(row.GetProperty("loss").GetSingle(), 1e-7f, row.ToString());
            difference.grad!.item<float>().ShouldBe(row.GetProperty("grad").GetSingle(), 1e-7f, row.ToString());
        }
    }
}
