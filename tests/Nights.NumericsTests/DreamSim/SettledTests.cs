using System.Runtime.InteropServices;
using Nights.DreamSim.Adapters;
using Nights.DreamSim.Backbones;
using Nights.DreamSim.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Nights.NumericsTests.DreamSim;

/// <summary>While weights are promised to stay, products use copies of them; afterwards nothing of that is left.</summary>
public sealed class SettledTests
{
    [Fact]
    public void Libtorch_for_this_processor_has_the_operator() =>
        PackedProducts.Available.ShouldBe(RuntimeInformation.ProcessArchitecture == Architecture.X64, "TorchSharp's libtorch has MKL on x86-64, and only there");

    [Fact]
    public void A_large_product_uses_a_copy_for_its_rows_and_every_other_is_computed_as_ever()
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        var (weight, bias) = Weights(outputs: 24, inputs: 16);
        using var product = new SettledProduct(weight, bias);

        foreach (var (rows, packed) in new[] { (100, 0), (400, 400), (500, 400), (400, 400) })
        {
            var x = rand(2, rows / 2, 16);
            product.Of(x).ShouldBeNear(nn.functional.linear(x, weight, bias), 1e-6);
            product.PackedRows.ShouldBe(PackedProducts.Available ? packed : 0);
        }
    }

    [Fact]
    public void With_gradients_there_is_no_copy()
    {
        using var scope = NewDisposeScope();
        var (weight, bias) = Weights(outputs: 8, inputs: 4);
        using var product = new SettledProduct(weight, bias);

        product.Of(rand(400, 4)).sum().backward();

        product.PackedRows.ShouldBe(0);
        weight.grad.ShouldNotBeNull().abs().max().item<float>().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Threads_that_come_together_all_get_their_product()
    {
        using var scope = NewDisposeScope();
        var (weight, bias) = Weights(outputs: 24, inputs: 16);
        using var product = new SettledProduct(weight, bias);
        var inputs = Enumerable.Range(0, 16).Select(i => rand(394 + i % 3, 16)).ToArray();
        var off = new float[inputs.Length];

        Parallel.For(0, inputs.Length, i =>
        {
            using var inner = NewDisposeScope();
            using var gradients = no_grad();
            off[i] = (product.Of(inputs[i]) - nn.functional.linear(inputs[i], weight, bias)).abs().max().item<float>();
        });

        off.Max().ShouldBeLessThan(1e-6f);
    }

    [Fact]
    public void A_model_embeds_the_same_and_may_change_when_the_last_promise_ends()
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var model = GoldenModels.Build("dino_cls");
        var pictures = Golden.Pictures();
        var before = model.Embed(pictures);

        var promises = new[] { model.Settled(), model.Settled() };
        model.Embed(pictures).ShouldBeNear(before, 5e-6);
        promises[0].Dispose();
        promises[0].Dispose();
        model.Embed(pictures).ShouldBeNear(before, 5e-6);
        Should.Throw<InvalidOperationException>(() => model.Adapt(new LoraOptions { Rank = 4 })).Message.ShouldContain("cannot be adapted");
        Should.Throw<InvalidOperationException>(model.Merge);
        Should.Throw<InvalidOperationException>(() => model.To(CPU));

        promises[1].Dispose();
        foreach (var (_, parameter) in model.Parameters.Where(p => p.Name.EndsWith("fc2.weight", StringComparison.Ordinal))) parameter.mul_(2);
        (model.Embed(pictures) - before).abs().max().item<float>().ShouldBeGreaterThan(0.01f);
        model.Adapt(new LoraOptions { Rank = 4 });
    }

    private static (Parameter Weight, Parameter Bias) Weights(int outputs, int inputs)
    {
        random.manual_seed(1);
        return (new Parameter(rand(outputs, inputs)), new Parameter(rand(outputs)));
    }
}
