using Nights.DreamSim;
using Nights.DreamSim.Analysis;
using Nights.DreamSim.Backbones;
using Nights.NumericsTests.DreamSim;
using static TorchSharp.torch;

namespace Nights.NumericsTests.Analysis;

public sealed class PartOfModelTests
{
    [Fact]
    public void A_part_gives_its_channels_of_the_whole_embedding()
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var whole = GoldenModels.Build("ensemble");
        var widths = whole.Options.Backbones.Select(backbone => (long)backbone.FeatureWidth).ToArray();
        var pictures = rand([2, 3, 64, 64], generator: new Generator(7));
        var channels = whole.Embed(pictures).split(widths, 1);

        using var last = PartOfModel.Of(whole, [2]);
        using var ends = PartOfModel.Of(whole, [0, 2]);

        last.Embed(pictures).ShouldBeNear(channels[2], 1e-6);
        ends.Embed(pictures).ShouldBeNear(cat([channels[0], channels[2]], 1), 1e-6);
    }

    [Fact]
    public void Only_ensembles_without_a_head_are_taken_apart()
    {
        var one = new ModelOptions { Backbones = [new BackboneOptions { Patch = 16, Width = 8, Depth = 1, Heads = 1 }] };
        var two = one with { Backbones = [one.Backbones[0], one.Backbones[0] with { Patch = 8 }] };
        var three = two with { Backbones = [.. two.Backbones, one.Backbones[0] with { Patch = 32 }] };

        PartOfModel.Cuts(one).ShouldBeEmpty();
        PartOfModel.Cuts(two with { Head = new HeadOptions { Hidden = 4 } }).ShouldBeEmpty();
        PartOfModel.Cuts(two).Select(cut => cut.Name).ShouldBe(["1 dino/16 alone", "2 dino/8 alone"], "without the one is the other alone");
        PartOfModel.Cuts(three).Select(cut => string.Join(' ', cut.Backbones)).ShouldBe(["0", "1", "2", "1 2", "0 2", "0 1"]);
    }
}
