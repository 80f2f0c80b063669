using System.Text.Json.Nodes;

namespace Nights.DreamSim.Adapters;

/// <summary>The <c>adapter_config.json</c> of an adapter on qkv, with every key that PEFT and the published DreamSim adapters have.</summary>
internal static class PeftConfig
{
    public static JsonObject Of(LoraOptions lora) => new()
    {
        ["alpha_pattern"] = new JsonObject(),
        ["auto_mapping"] = new JsonObject { ["base_model_class"] = "PerceptualModel", ["parent_library"] = "dreamsim.model" },
        ["base_model_name_or_path"] = null,
        ["bias"] = "none",
        ["fan_in_fan_out"] = false,
        ["inference_mode"] = true,
        ["init_lora_weights"] = true,
        ["layer_replication"] = null,
        ["layers_pattern"] = null,
        ["layers_to_transform"] = null,
        ["loftq_config"] = new JsonObject(),
        ["lora_alpha"] = lora.Alpha,
        ["lora_dropout"] = lora.Dropout,
        ["megatron_config"] = null,
        ["megatron_core"] = "megatron.core",
        ["modules_to_save"] = null,
        ["peft_type"] = "LORA",
        ["r"] = lora.Rank,
        ["rank_pattern"] = new JsonObject(),
        ["revision"] = null,
        ["target_modules"] = new JsonArray("qkv"),
        ["task_type"] = null,
        ["use_dora"] = false,
        ["use_rslora"] = false,
    };
}
